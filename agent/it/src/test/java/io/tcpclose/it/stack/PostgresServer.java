package io.tcpclose.it.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Debian's PostgreSQL in a folder of its own, run by its own user where this one is root, which it refuses. */
final class PostgresServer implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final PrivateNet net;
    private @Nullable Path folder;
    private int port;

    PostgresServer(PrivateNet net) {
        this.net = net;
    }

    static boolean isInstalled() {
        return Files.isDirectory(INSTALLED);
    }

    boolean hasRun() {
        return folder != null;
    }

    /** {@code start} says the port, {@code restart} keeps it, {@code accepted} is the count of its log. */
    String act(List<String> words) throws Exception {
        switch (words.get(0)) {
            case "start":
                create();
                control("start");
                return String.valueOf(port);
            case "restart":
                control("restart");
                return "";
            case "accepted":
                return String.valueOf(accepted());
            default:
                throw new IllegalArgumentException(words.toString());
        }
    }

    private void create() throws Exception {
        Path made = Files.createTempDirectory("postgres");
        folder = made;
        port = RedisServer.freePort();
        if (isRoot()) {
            Commands.run(List.of("chown", "postgres", made.toString()), "");
        }
        run("initdb", "-D", data(), "-A", "trust", "-U", "tester", "--no-sync");
    }

    private void control(String what) throws Exception {
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + folder
                + " -c log_connections=on -c fsync=off";
        run("pg_ctl", "-D", data(), "-w", "-m", "fast", "-l", folder + "/log.txt", "-o", options, what);
    }

    /** Of connections by TCP: a health check of its own comes by a Unix socket. */
    private long accepted() throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> line.contains("connection received: host=127.0.0.1"))
                    .count();
        }
    }

    private Path log() {
        return Path.of(folder + "/log.txt");
    }

    private String data() {
        return folder + "/data";
    }

    private void run(String program, String... words) throws Exception {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(newest().resolve("bin").resolve(program).toString());
        command.addAll(List.of(words));
        Commands.run(net.inside(command), "");
    }

    private static Path newest() throws IOException {
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public void close() throws Exception {
        if (folder == null) {
            return;
        }
        if (Files.exists(Path.of(data(), "postmaster.pid"))) {
            run("pg_ctl", "-D", data(), "-m", "immediate", "stop");
        }
        Commands.run(List.of("rm", "-rf", folder.toString()), "");
    }
}
