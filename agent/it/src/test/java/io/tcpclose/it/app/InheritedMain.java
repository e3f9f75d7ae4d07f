package io.tcpclose.it.app;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Started with a connection as its standard input, as inetd does: reads it to its end and closes it. */
public final class InheritedMain {
    private InheritedMain() {}

    public static void main(String[] args) throws Exception {
        SocketChannel channel = (SocketChannel) System.inheritedChannel();
        int local = Ports.of(channel.getLocalAddress());
        int remote = Ports.of(channel.getRemoteAddress());
        ByteBuffer buffer = ByteBuffer.allocate(64);
        for (int n = 0; n >= 0; ) {
            n = channel.read(buffer);
        }
        System.out.println(local + "\t" + remote + "\t" + buffer.position());
        // takes descriptors 0, 1 and 2 with it
        channel.close();
    }
}
