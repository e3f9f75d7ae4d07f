package io.tcpclose.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The other end of every connection, in a process of its own: an agent in the demo would else see both ends. It obeys
 * lines on stdin: {@code listen BEHAVIOUR} is answered with {@code BEHAVIOUR=PORT}, {@code connect PORT BEHAVIOUR} with
 * {@code connected}; {@code cue PORT} lets the player of that port go on and is answered once it has, {@code end PORT} once
 * that player has closed, with what it saw; {@code again PORT} begins a new play at a port. It ends with its stdin, so it cannot outlive the demo.
 */
public final class Peer {
    /** How many plays at one port go on: longer than the demo keeps what it leaves open. */
    private static final int PLAYS = 12;

    private static final Map<Integer, Part> PARTS = new ConcurrentHashMap<>();
    private static final Map<Integer, Deque<Part>> FORMER = new ConcurrentHashMap<>();

    private Peer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(obey(line.split(" ")));
        }
    }

    private static String obey(String[] words) throws IOException, InterruptedException {
        return switch (words[0]) {
            case "listen" -> words[1] + "=" + listen(Behaviour.of(words[1]));
            case "again" -> again(Integer.parseInt(words[1]));
            case "connect" -> connect(Integer.parseInt(words[1]), Behaviour.of(words[2]));
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

    private static String cue(Part part) throws InterruptedException {
        part.cue();
        return "taken";
    }

    // A port for each request: every scenario has an endpoint of its own in the report.
    private static int listen(Behaviour behaviour) throws IOException {
        ServerSocket listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        newPart(listener.getLocalPort());
        daemon(() -> acceptForEver(listener, behaviour));
        return listener.getLocalPort();
    }

    private static String again(int port) {
        Deque<Part> former = FORMER.computeIfAbsent(port, p -> new ArrayDeque<>());
        former.add(part(String.valueOf(port)));
        if (former.size() > PLAYS) {
            former.remove().dismiss();
        }
        newPart(port);
        return "again";
    }

    private static String connect(int port, Behaviour behaviour) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        Part part = newPart(port);
        part.player(daemon(() -> play(socket, behaviour, part)));
        return "connected";
    }

    /** Of several connections at one port the first to end speaks for all; only scenarios with one ask. */
    private static Part newPart(int port) {
        Part part = new Part();
        PARTS.put(port, part);
        return part;
    }

    private static void acceptForEver(ServerSocket listener, Behaviour behaviour) {
        String port = String.valueOf(listener.getLocalPort());
        try (listener) {
            while (true) {
                Socket socket = listener.accept();
                Part part = part(port);
                part.player(daemon(() -> play(socket, behaviour, part)));
            }
        } catch (IOException e) {
            System.err.println("peer: " + behaviour.wireName() + " stopped listening: " + e);
        }
    }

    private static void play(Socket socket, Behaviour behaviour, Part part) {
        try (socket) {
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

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
