package io.tcpclose.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The other end of every connection, in a process of its own: an agent in the demo would else see both ends. It obeys
 * lines on stdin: {@code listen BEHAVIOUR} is answered with {@code BEHAVIOUR=PORT}, {@code connect PORT BEHAVIOUR} with
 * {@code connected}. It ends with its stdin, so it cannot outlive the demo.
 */
public final class Peer {
    private Peer() {}

    public static void main(String[] args) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(obey(line.split(" ")));
        }
    }

    private static String obey(String[] words) throws IOException {
        return switch (words[0]) {
            case "listen" -> words[1] + "=" + listen(Behaviour.of(words[1]));
            case "connect" -> connect(Integer.parseInt(words[1]), Behaviour.of(words[2]));
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    // A port for each request: every scenario has an endpoint of its own in the report.
    private static int listen(Behaviour behaviour) throws IOException {
        ServerSocket listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        daemon(() -> acceptForEver(listener, behaviour));
        return listener.getLocalPort();
    }

    private static String connect(int port, Behaviour behaviour) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        daemon(() -> play(socket, behaviour));
        return "connected";
    }

    private static void acceptForEver(ServerSocket listener, Behaviour behaviour) {
        try (listener) {
            while (true) {
                Socket socket = listener.accept();
                daemon(() -> play(socket, behaviour));
            }
        } catch (IOException e) {
            System.err.println("peer: " + behaviour.wireName() + " stopped listening: " + e);
        }
    }

    private static void play(Socket socket, Behaviour behaviour) {
        try (socket) {
            behaviour.play(socket);
        } catch (IOException | InterruptedException e) {
            // The demo resets some connections on purpose.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
