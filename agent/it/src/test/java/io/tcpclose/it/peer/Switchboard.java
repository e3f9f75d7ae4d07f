package io.tcpclose.it.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The commands of the peer. A connection is named as the JVM under test sees it: {@code itsPort:ourPort}. */
final class Switchboard {
    private static final int PATIENCE_SECONDS = 10;
    private final Map<String, PeerConnection> connections = new ConcurrentHashMap<>();
    private final List<Object> kept = Collections.synchronizedList(new ArrayList<>());

    String answer(String command) throws Exception {
        String[] words = command.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "listen" -> String.valueOf(listen(rest));
            case "refusing" -> String.valueOf(refusing());
            case "full" -> String.valueOf(fullBacklog());
            case "dial" -> dial(rest);
            case "tell" -> tell(rest);
            case "truth" -> find(rest).truth();
            case "ended" -> await(rest, PeerConnection::ended);
            case "rmi-serve" -> String.valueOf(serveRmi());
            case "rmi-call" -> callRmi(Integer.parseInt(rest));
            default -> throw new IllegalArgumentException(command);
        };
    }

    private int listen(String script) throws IOException {
        ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        kept.add(listener);
        PeerMain.daemon(() -> acceptAll(listener, script)).start();
        return listener.getLocalPort();
    }

    private void acceptAll(ServerSocket listener, String script) {
        try {
            while (true) {
                run(listener.accept(), script, false);
            }
        } catch (IOException e) {
            System.err.println("peer stopped listening: " + e);
        }
    }

    private void run(Socket socket, String script, boolean client) throws IOException {
        PeerConnection connection = new PeerConnection(socket, script, client);
        connections.put(socket.getPort() + ":" + socket.getLocalPort(), connection);
        PeerMain.daemon(connection).start();
    }

    private String dial(String portAndScript) throws IOException {
        String[] words = portAndScript.split(" ", 2);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0]));
        run(socket, words.length > 1 ? words[1] : "", true);
        return String.valueOf(socket.getLocalPort());
    }

    /** A listener that drops every SYN: Linux does so while the accept queue is full. */
    private int fullBacklog() throws IOException {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        kept.add(listener);
        for (int i = 0; i < 2; i++) {
            kept.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
        }
        return listener.getLocalPort();
    }

    /** Bound and not listening: nobody else can have the port, and the kernel answers each SYN with RST. */
    private int refusing() throws IOException {
        Socket bound = new Socket();
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        kept.add(bound);
        return bound.getLocalPort();
    }

    private String tell(String key) throws InterruptedException {
        find(key).told();
        return "told";
    }

    private String await(String key, Predicate<PeerConnection> condition) throws InterruptedException {
        PeerConnection connection = find(key);
        for (int i = 0; i < PATIENCE_SECONDS * 100 && !condition.test(connection); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return connection.truth();
    }

    /** The JVM under test may ask before the accept thread has seen the connection. */
    private PeerConnection find(String key) throws InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 100 && !connections.containsKey(key); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        PeerConnection connection = connections.get(key);
        if (connection == null) {
            throw new IllegalArgumentException("no connection " + key);
        }
        return connection;
    }

    private int serveRmi() throws IOException {
        int[] port = new int[1];
        Registry registry = LocateRegistry.createRegistry(0, null, ignored -> {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            port[0] = listener.getLocalPort();
            return listener;
        });
        kept.add(registry);
        return port[0];
    }

    private static String callRmi(int port) throws Exception {
        return String.join(",", LocateRegistry.getRegistry("127.0.0.1", port).list());
    }
}
