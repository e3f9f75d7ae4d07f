package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Sixteen pairs of blocking sockets, each end on a virtual thread; by reflection, since the sources are Java 17. */
final class VirtualEcho implements Load {
    private static final int PAIRS = 16;

    private final Method start;
    private final List<Socket> clients = new ArrayList<>();

    VirtualEcho() throws Exception {
        start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        try (ServerSocket listener = Loopback.listen()) {
            for (int i = 0; i < PAIRS; i++) {
                Loopback.Pair pair = Loopback.connect(listener);
                clients.add(pair.client());
                start.invoke(null, (Runnable) () -> SocketEcho.serve(pair.server()));
            }
        }
    }

    @Override
    public void run(int operations) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (Socket client : clients) {
            threads.add((Thread) start.invoke(null, (Runnable) () -> exchange(client, operations / PAIRS)));
        }
        for (Thread thread : threads) thread.join();
    }

    private static void exchange(Socket client, int times) {
        byte[] buffer = new byte[Loopback.MESSAGE];
        try {
            for (int i = 0; i < times; i++) Loopback.exchange(client, buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
