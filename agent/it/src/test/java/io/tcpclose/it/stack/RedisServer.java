package io.tcpclose.it.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Debian's redis-server, with nothing kept and a client's idle time of two seconds. */
final class RedisServer implements AutoCloseable {
    private final PrivateNet net;
    private @Nullable Process process;
    private int port;
    private long asked;
    private long acceptedBefore;

    RedisServer(PrivateNet net) {
        this.net = net;
    }

    boolean hasRun() {
        return port != 0;
    }

    /** Connections of its own client. */
    long asked() {
        return asked;
    }

    /**
     * {@code start} says the port, {@code restart} keeps it, {@code accepted} says how many connections of others it
     * has had so far; anything else is a command of its own client.
     */
    String act(List<String> words) throws Exception {
        switch (words.get(0)) {
            case "start":
                port = freePort();
                start();
                return String.valueOf(port);
            case "accepted":
                return String.valueOf(acceptedBefore + received() - asked);
            case "restart":
                acceptedBefore += received();
                close();
                start();
                return "";
            default:
                return ask(words.toArray(String[]::new)).replaceAll("\\s+", " ");
        }
    }

    private void start() throws Exception {
        Path folder = Files.createTempDirectory("redis");
        Path log = folder.resolve("log.txt");
        process = new ProcessBuilder(net.inside(List.of(
                        "redis-server",
                        "--port",
                        "" + port,
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--timeout",
                        "2",
                        "--dir",
                        folder.toString())))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int i = 0; i < 200 && !Files.readString(log).contains("Ready to accept connections"); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private long received() throws Exception {
        return Long.parseLong(ask("INFO", "stats").replaceAll("(?s).*total_connections_received:(\\d+).*", "$1"));
    }

    private String ask(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("redis-cli", "-p", "" + port));
        command.addAll(List.of(words));
        asked++;
        return Commands.run(net.inside(command), "");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        if (process != null) {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
    }
}
