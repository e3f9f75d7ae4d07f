package io.tcpclose.it.start;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** An application into which agents come and from which they go: it tells what is left of them, a line for a line. */
public final class Rounds {
    private static final String FAIL = "tcpclose.test.fail";
    private static final long KIB = 1024;
    private static final Pattern CLASSES = Pattern.compile("Total = \\d+ +(\\d+)");

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

    /**
     * Class loaders of the agent, classes, threads, descriptors, KiB of heap. Not the classes that the class loading
     * bean counts: there each retransformation counts for one more.
     */
    private static String left() throws Exception {
        for (int i = 0; i < 4; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        String loaders = diagnosed("vmClassloaderStats");
        Matcher classes = CLASSES.matcher(loaders);
        if (!classes.find()) throw new IllegalStateException(loaders);
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / KIB;
        int threads = Thread.getAllStackTraces().size();
        int descriptors = Objects.requireNonNull(new File("/proc/self/fd").list()).length;
        return loaders.split("io.tcpclose.AgentClassLoader", -1).length - 1 + " " + classes.group(1) + " " + threads
                + " " + descriptors + " " + heap;
    }

    private static String diagnosed(String command) throws JMException {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        command,
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
    }
}
