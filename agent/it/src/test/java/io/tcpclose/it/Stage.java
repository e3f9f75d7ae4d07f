package io.tcpclose.it;

import io.tcpclose.it.app.ScenarioMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One run of a set of suites: the JVM under test, its peer, the kernel looked at when every scenario has reached its
 * state and again at the end of the hold.
 */
final class Stage {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Set<String> OWN_LINES = Set.of(
            "ASK",
            "OPENED",
            "LISTENS",
            "UNTRACKED",
            "OFFENDS",
            "SAYS",
            "CLAIM",
            "SAW",
            "IS",
            "STEP",
            "BYTES",
            "FAILED",
            "HOLD",
            "DONE");

    private Stage() {}

    static Path folder(String name, Jdk jdk) throws IOException {
        return Files.createDirectories(
                Path.of("target", "it", name + "-" + jdk.feature()).toAbsolutePath());
    }

    /** What the test does to the JVM when every scenario has reached its state. */
    @FunctionalInterface
    interface Meanwhile {
        void with(Forked app) throws Exception;
    }

    /** Plays the suites in a JVM prepared by {@code fork}, holds for {@code hold}, and returns what all sides saw. */
    static Played play(Fork fork, List<Class<?>> suites, Path folder, Duration hold) throws Exception {
        return play(fork, suites, folder, app -> TimeUnit.MILLISECONDS.sleep(hold.toMillis()));
    }

    static Played play(Fork fork, List<Class<?>> suites, Path folder, Meanwhile hold) throws Exception {
        String[] names = suites.stream().map(Class::getName).toArray(String[]::new);
        try (Peer peer = Peer.start(folder.resolve("peer"));
                Forked app = fork.main(ScenarioMain.class, names).start(folder)) {
            app.onLine(line -> forward(line, app, peer));
            app.await("HOLD", PATIENCE);
            Truth early = Truth.of(app.pid());
            hold.with(app);
            Truth late = Truth.of(app.pid());
            PeerRecord peerSaw = PeerRecord.of(peer, Transcript.of(app.stdout()));
            app.send("RELEASE");
            app.await("DONE", PATIENCE);
            int exitCode = app.exitCode(PATIENCE);
            return new Played(Transcript.of(app.stdout()), early, late, peerSaw, exitCode, foreignLines(app), folder);
        }
    }

    private static void forward(String line, Forked app, Peer peer) {
        String[] words = line.split("\t", 3);
        if (words[0].equals("ASK")) {
            CompletableFuture<Void> unused = peer.ask(words[2])
                    .exceptionally(e -> "ERROR " + e)
                    .thenAccept(answer -> app.send("ANSWER\t" + words[1] + "\t" + answer));
        }
    }

    /** Lines on stdout that no scenario wrote. */
    private static List<String> foreignLines(Forked app) {
        return app.stdout().stream()
                .filter(line -> !OWN_LINES.contains(line.split("\t", 2)[0]))
                .toList();
    }
}
