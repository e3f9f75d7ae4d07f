package io.tcpclose.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * The other end of every connection, in a process of its own: an agent in the demo would else see both ends. It obeys
 * lines on stdin: {@code listen BEHAVIOUR} is answered with {@code BEHAVIOUR=PORT}, {@code connect PORT BEHAVIOUR} with
 * {@code connected}; {@code round KEPT} begins a round and ends the connections of all but the last rounds; {@code cue PORT} lets the player of that port go on and is answered once it has, {@code end PORT} once
 * that player has closed, with what it saw. It ends with its stdin and only then: it cannot outlive the demo, and a Ctrl-C that
 * the terminal sends to both does not end it before.
 */
public final class Peer {
    private static final Map<Integer, Part> PARTS = new ConcurrentHashMap<>();
    private static final Guests GUESTS = new Guests();
    private static final CountDownLatch DEMO_GONE = new CountDownLatch(1);

    private Peer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(Peer::awaitEndOfDemo));
        try {
            obeyAll();
        } finally {
            DEMO_GONE.countDown();
        }
    }

    private static void awaitEndOfDemo() {
        try {
            DEMO_GONE.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void obeyAll() throws IOException, InterruptedException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(obey(line.split(" ")));
        }
    }

    private static String obey(String[] words) throws IOException, InterruptedException {
        return switch (words[0]) {
            case "listen" -> words[1] + "=" + listen(Behaviour.of(words[1]));
            case "connect" -> connect(Integer.parseInt(words[1]), Behaviour.of(words[2]));
            case "round" -> beginRound(Integer.parseInt(words[1]));
            case "cue" -> cue(part(words[1]));
            case "end" -> part(words[1]).awaitEnd();
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private static Part part(String port) {
        Part part = PARTS.get(Integer.valueOf(port));
        if (part == null) {
            throw new IllegalArgumentException("nothing is played at port " + port);
        }
        return part;
    }

    private static String beginRound(int kept) {
        GUESTS.beginRound(kept);
        return "begun";
    }

    private static String cue(Part part) throws InterruptedException {
        part.cue();
        return "taken";
    }

    // A port for each request: every scenario has an endpoint of its own in the report.
    private static int listen(Behaviour behaviour) throws IOException {
        ServerSocket listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        Part part = newPart(listener.getLocalPort());
        daemon(() -> acceptForEver(listener, behaviour, part));
        return listener.getLocalPort();
    }

    private static String connect(int port, Behaviour behaviour) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        Part part = newPart(port);
        daemon(() -> play(socket, behaviour, part));
        return "connected";
    }

    /** Of several connections at one port the first to end speaks for all; only scenarios with one ask. */
    private static Part newPart(int port) {
        Part part = new Part();
        PARTS.put(port, part);
        return part;
    }

    private static void acceptForEver(ServerSocket listener, Behaviour behaviour, Part part) {
        try (listener) {
            while (true) {
                Socket socket = listener.accept();
                daemon(() -> play(socket, behaviour, part));
            }
        } catch (IOException e) {
            System.err.println("peer: " + behaviour.wireName() + " stopped listening: " + e);
        }
    }

    private static void play(Socket socket, Behaviour behaviour, Part part) {
        try (socket;
                Guests.Guest guest = GUESTS.arrives(socket)) {
            behaviour.play(socket, part);
        } catch (IOException e) {
            // The demo resets some connections on purpose.
            part.saw(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            part.ended();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
