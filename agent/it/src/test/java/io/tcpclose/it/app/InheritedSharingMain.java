package io.tcpclose.it.app;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Started with a connection that its parent holds too: closes it at the peer's first byte, after shutdownOutput if the first
 * argument says so, and ends when the file of the second argument is there.
 */
public final class InheritedSharingMain {
    private InheritedSharingMain() {}

    public static void main(String[] args) throws Exception {
        SocketChannel channel = (SocketChannel) System.inheritedChannel();
        System.out.println("INHERITED");
        channel.read(ByteBuffer.allocate(1));
        if (args[0].equals("shutdown")) {
            channel.shutdownOutput();
        }
        // takes descriptors 0, 1 and 2 with it
        channel.close();
        while (!Files.exists(Path.of(args[1]))) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
