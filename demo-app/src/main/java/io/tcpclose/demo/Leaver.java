package io.tcpclose.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A process that connects and exits without close. With a second argument it leaves as soon as something waits unread. */
public final class Leaver {
    private Leaver() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        while (args.length > 1 && socket.getInputStream().available() == 0) {
            Thread.sleep(10);
        }
        Runtime.getRuntime().halt(0);
    }
}
