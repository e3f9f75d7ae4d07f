package io.tcpclose.it.app;

import java.nio.channels.SocketChannel;

/** Started with a connection of its parent as standard input: shuts its output down, for the parent too, and ends. */
public final class ShutdownMain {
    private ShutdownMain() {}

    public static void main(String[] args) throws Exception {
        ((SocketChannel) System.inheritedChannel()).shutdownOutput();
        System.exit(0);
    }
}
