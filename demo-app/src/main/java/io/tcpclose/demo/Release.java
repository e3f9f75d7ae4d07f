package io.tcpclose.demo;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Closes what a scenario has left open, and makes no second misuse of it: the FIN goes out before the close, and nothing is left
 * unread. All behaviours of the peer that a scenario leaves a connection to close theirs at our FIN.
 */
final class Release {
    private static final int PATIENCE_MILLIS = 1_000;

    private Release() {}

    /** Never fails: nobody misses what is released. */
    static void quietly(AutoCloseable resource) {
        try (resource) {
            if (resource instanceof Socket socket) {
                end(socket);
            } else if (resource instanceof AsynchronousSocketChannel channel) {
                end(channel);
            }
        } catch (Exception alreadyBroken) {
            // Closed all the same.
        }
    }

    private static void end(Socket socket) throws Exception {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.shutdownOutput();
        if (!socket.isInputShutdown()) {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void end(AsynchronousSocketChannel channel) throws Exception {
        channel.shutdownOutput();
        ByteBuffer unread = ByteBuffer.allocate(64);
        while (channel.read(unread).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) != -1) {
            unread.clear();
        }
    }
}
