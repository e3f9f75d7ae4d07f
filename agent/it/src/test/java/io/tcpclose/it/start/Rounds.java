package io.tcpclose.it.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** An application into which agents come and from which they go: it tells what is left of them, a line for a line. */
public final class Rounds {
    private static final String FAIL = "tcpclose.test.fail";
    private static final long KIB = 1024;

    private Rounds() {}

    public static void main(String[] args) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("READY");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.matches("\\d")) System.exit(Integer.parseInt(command));
            System.out.println(command + ": " + answer(command));
        }
    }

    private static String answer(String command) throws Exception {
        return switch (command.replaceAll(" .*", "")) {
            case "fail" -> fail(command.substring(5));
            case "use" -> use();
            case "left" -> left();
            default -> "?";
        };
    }

    private static String fail(String step) {
        return String.valueOf(System.setProperty(FAIL, step));
    }

    /** Connections that come and go. */
    private static String use() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 200; i++) {
                try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                        Socket server = listener.accept()) {
                    client.getOutputStream().write(i);
                    server.getInputStream().read();
                }
            }
        }
        return "used";
    }

    /** Loaded classes, threads, descriptors, KiB of heap. */
    private static String left() throws Exception {
        for (int i = 0; i < 4; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / KIB;
        int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        int threads = Thread.getAllStackTraces().size();
        int descriptors = Objects.requireNonNull(new java.io.File("/proc/self/fd").list()).length;
        return classes + " " + threads + " " + descriptors + " " + heap;
    }
}
