package io.tcpclose.it.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An application that opens one connection, says {@code OPEN}, and ends in the way its first argument says. */
public final class Exits {
    /** How long the hooks of {@code deadlock} wait for each other. */
    public static final int DEADLOCK_MS = 3_000;

    private Exits() {}

    public static void main(String[] args) throws Exception {
        Socket socket = new Socket("127.0.0.1", Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("HOOK")));
        System.out.println("OPEN");
        switch (args[0]) {
            case "exit" -> System.exit(7);
            case "halt" -> Runtime.getRuntime().halt(3);
            case "uncaught" -> throw new IllegalStateException("on purpose");
            case "return" -> socket.close();
            case "signal" -> TimeUnit.MINUTES.sleep(1);
            case "deadlock" -> deadlock(socket);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Two hooks, each waiting for what the other one would give; the connection is closed only then. */
    private static void deadlock(Socket socket) {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(first, second)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            await(second, first);
            close(socket);
        }));
        System.exit(5);
    }

    private static void await(CountDownLatch other, CountDownLatch own) {
        try {
            boolean unused = other.await(DEADLOCK_MS, TimeUnit.MILLISECONDS);
            own.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
