package io.tcpclose.it.app;

import java.io.FileDescriptor;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A super-server that forgets to close its copy: says its port, accepts one connection, starts the command with it as
 * standard input, and keeps it until that command has ended.
 */
public final class InheritedParentMain {
    private InheritedParentMain() {}

    public static void main(String[] command) throws Exception {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        System.out.println("PORT\t" + listener.getLocalPort());
        Socket kept = listener.accept();
        FileDescriptor descriptor = OwnSockets.descriptor(kept.getLocalPort(), kept.getPort());
        Process child =
                Holder.start(new Redirect[] {Holder.redirect(descriptor), Redirect.INHERIT, Redirect.INHERIT}, command);
        int code = child.waitFor();
        kept.close();
        System.exit(code);
    }
}
