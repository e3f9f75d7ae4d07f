package io.tcpclose.it.story;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;

/** What is deployed and undeployed: uses connections with its own classes on every stack, and leaks one. */
public final class Deployment implements Callable<Socket> {
    private final InetSocketAddress address =
            new InetSocketAddress("127.0.0.1", Integer.getInteger("tcpclose.it.deployment-port"));

    @Override
    public Socket call() throws Exception {
        Socket leaked = new Socket(address.getAddress(), address.getPort());
        readToEof(leaked);
        useAfterClose();
        useChannel();
        Thread own = new Thread(() -> Deployment.writeOn(leaked), "worker of a deployment");
        own.start();
        own.join();
        return leaked;
    }

    private static void readToEof(Socket socket) throws IOException {
        socket.getInputStream().readAllBytes();
    }

    private void useAfterClose() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        var in = socket.getInputStream();
        socket.close();
        for (int i = 0; i < 2; i++) {
            try {
                int unused = in.read();
            } catch (IOException e) {
                // closed: the misuse that the agent has to tell of
            }
        }
    }

    private void useChannel() throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            int unused = channel.read(ByteBuffer.allocate(16));
        }
    }

    private static void writeOn(Socket socket) {
        try {
            socket.getOutputStream().write(1);
        } catch (IOException e) {
            // the peer has gone
        }
    }
}
