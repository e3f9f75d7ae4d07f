package io.tcpclose.stacks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** Plays one stack: {@code CLASS play|leak}. */
public final class StackMain {
    /** Longer than any threshold that the test sets. */
    private static final int GOES_ON_SECONDS = 5;

    private StackMain() {}

    public static void main(String[] args) {
        try {
            play(args[0], args[1].equals("leak"));
            System.out.println("DONE");
            System.exit(0);
        } catch (Throwable failure) {
            failure.printStackTrace();
            // Threads of the stack would keep the JVM.
            System.exit(1);
        }
    }

    private static void play(String name, boolean leak) throws Exception {
        Outside outside = new Outside();
        first();
        outside.ask("begin");
        Stack stack = (Stack) Class.forName("io.tcpclose.stacks." + name)
                .getDeclaredConstructor()
                .newInstance();
        if (leak) {
            stack.leak(outside);
            TimeUnit.SECONDS.sleep(GOES_ON_SECONDS);
        } else {
            stack.play(outside);
        }
    }

    /**
     * A connection of each kind. An agent may try its hooks on connections of its own when it sees the first, and the
     * kernel counts those: after this it does so no more.
     */
    private static void first() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket listener = new ServerSocket(0, 1, here);
                Socket client = new Socket(here, listener.getLocalPort());
                Socket server = listener.accept();
                ServerSocketChannel channels = ServerSocketChannel.open().bind(new InetSocketAddress(here, 0));
                SocketChannel from = SocketChannel.open(channels.getLocalAddress());
                SocketChannel to = channels.accept()) {
            TimeUnit.MILLISECONDS.sleep(1500);
        }
    }
}
