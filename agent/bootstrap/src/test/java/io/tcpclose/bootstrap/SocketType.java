package io.tcpclose.bootstrap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutionException;

/** What an application may hold in its hand. */
enum SocketType {
    SOCKET,
    CHANNEL,
    ADAPTOR,
    ASYNCHRONOUS;

    /** Connected, by what owns the descriptor. */
    AutoCloseable open(InetSocketAddress to) throws IOException {
        if (this == SOCKET) return new Socket(to.getAddress(), to.getPort());
        if (this != ASYNCHRONOUS) return SocketChannel.open(to);
        AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
        try {
            channel.connect(to).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
        return channel;
    }

    /** What the application uses it by. */
    Object view(Object open) {
        return this == ADAPTOR ? ((SocketChannel) open).socket() : open;
    }

    static void shutdownOutput(Object socket) throws IOException {
        if (socket instanceof Socket) ((Socket) socket).shutdownOutput();
        else if (socket instanceof SocketChannel) ((SocketChannel) socket).shutdownOutput();
        else ((AsynchronousSocketChannel) socket).shutdownOutput();
    }

    static void shutdownInput(Object socket) throws IOException {
        if (socket instanceof Socket) ((Socket) socket).shutdownInput();
        else if (socket instanceof SocketChannel) ((SocketChannel) socket).shutdownInput();
        else ((AsynchronousSocketChannel) socket).shutdownInput();
    }
}
