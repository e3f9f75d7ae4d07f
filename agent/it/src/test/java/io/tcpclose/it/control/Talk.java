package io.tcpclose.it.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** An application with connections to itself that tells of itself when it is asked, a line for a line, until it is told an exit code. */
public final class Talk {
    private static final List<Socket> SOCKETS = new ArrayList<>();

    private Talk() {}

    /** @param args how many connections, both ends being here */
    public static void main(String[] args) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                SOCKETS.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
                SOCKETS.add(listener.accept());
            }
            System.out.println("READY");
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                if (command.matches("\\d")) System.exit(Integer.parseInt(command));
                System.out.println(command + ": " + answer(command));
            }
        }
    }

    private static String answer(String command) throws IOException {
        return switch (command.replaceAll(" .*", "")) {
            case "use" -> use();
            case "threads" -> threads();
            case "jars" -> jars();
            default -> "?";
        };
    }

    private static String use() throws IOException {
        int used = 0;
        for (int i = 0; i < SOCKETS.size(); i += 2) {
            SOCKETS.get(i).getOutputStream().write(7);
            if (SOCKETS.get(i + 1).getInputStream().read() == 7) used++;
        }
        return used + " used";
    }

    /** Of the agent. */
    private static String threads() {
        TreeSet<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet())
            if (thread.getName().startsWith("tcpclose")) names.add(thread.getName());
        return names.toString();
    }

    /** How often the agent's jar is open: once for each of its class loaders that was not collected. */
    private static String jars() throws IOException {
        System.gc();
        int open = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).endsWith("tcpclose-agent.jar")) open++;
            }
        }
        return String.valueOf(open);
    }
}
