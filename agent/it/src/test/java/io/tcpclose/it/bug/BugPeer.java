package io.tcpclose.it.bug;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The other end. {@code connect:PORT} in first place makes it a client, else it listens and plays its script with each who
 * comes: {@code await} waits for something to read, {@code say:TEXT} writes, {@code \xNN} being a byte,
 * {@code sleep:MILLIS}, {@code close}, {@code hold}. It ends with its stdin.
 */
public final class BugPeer {
    private BugPeer() {}

    /** Returns the port that it listens on, or 0 for a client. */
    static int start(String... script) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                BugPeer.class.getName()));
        command.addAll(List.of(script));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BugMain.KEPT.add(process);
        BufferedReader said = process.inputReader();
        BugMain.KEPT.add(said);
        return Integer.parseInt(said.readLine());
    }

    public static void main(String[] script) throws Exception {
        Thread stdin = new Thread(BugPeer::endWithStdin);
        stdin.setDaemon(true);
        stdin.start();
        if (script[0].startsWith("connect:")) {
            int port = Integer.parseInt(script[0].substring("connect:".length()));
            System.out.println(0);
            play(new Socket(InetAddress.getLoopbackAddress(), port), script);
            return;
        }
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            System.out.println(listener.getLocalPort());
            while (true) {
                Socket socket = listener.accept();
                new Thread(() -> play(socket, script)).start();
            }
        }
    }

    private static void endWithStdin() {
        try {
            System.in.transferTo(System.err);
        } catch (IOException gone) {
            // as good as an end
        }
        Runtime.getRuntime().halt(0);
    }

    private static void play(Socket socket, String[] script) {
        try {
            for (String step : script) {
                step(socket, step);
            }
        } catch (IOException | InterruptedException theOtherEndsDoing) {
            // is what the test is about
        }
    }

    private static void step(Socket socket, String step) throws IOException, InterruptedException {
        String word = step.contains(":") ? step.substring(0, step.indexOf(':')) : step;
        String rest = step.substring(Math.min(step.length(), word.length() + 1));
        switch (word) {
            case "await" -> {
                while (socket.getInputStream().available() == 0) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            }
            case "say" -> socket.getOutputStream().write(bytes(rest));
            case "fill" -> socket.getOutputStream().write(new byte[Integer.parseInt(rest)]);
            case "sleep" -> TimeUnit.MILLISECONDS.sleep(Long.parseLong(rest));
            case "hold" -> TimeUnit.HOURS.sleep(1);
            case "close" -> socket.close();
            case "connect" -> {
                // has been done
            }
            default -> throw new IllegalArgumentException(step);
        }
    }

    private static byte[] bytes(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i)) {
                out.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
