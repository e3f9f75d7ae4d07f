package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Connect, accept, close, close in one thread, under fifty frames as in a server's request. Turns round sixteen loopback
 * addresses, so that ports in TIME_WAIT do not make connect search.
 */
final class Churn implements Load {
    private static final int DEPTH = 50;
    private static final int ADDRESSES = 16;

    private final List<InetAddress> addresses = new ArrayList<>();
    private final ServerSocket listener = new ServerSocket(0, 1024);

    Churn() throws IOException {
        for (int i = 1; i <= ADDRESSES; i++) {
            addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) i}));
        }
    }

    @Override
    public void run(int operations) throws IOException {
        for (int i = 0; i < operations; i++) deeper(DEPTH, addresses.get(i % ADDRESSES));
    }

    private void deeper(int frames, InetAddress address) throws IOException {
        if (frames > 0) deeper(frames - 1, address);
        else cycle(address);
    }

    private void cycle(InetAddress address) throws IOException {
        try (Socket client = new Socket(address, listener.getLocalPort());
                Socket server = listener.accept()) {
            client.close();
        }
    }
}
