package io.tcpclose.demo;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A process that was started with a connection as its standard input, and shuts the output of it down. */
public final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
        SocketChannel inherited = (SocketChannel) System.inheritedChannel();
        inherited.shutdownOutput();
    }
}
