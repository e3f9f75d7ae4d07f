package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.it.story.Leaks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The report of one real program as a page, written once for all who look at it. */
final class LeaksPage {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static @Nullable Path written;

    private LeaksPage() {}

    static synchronized Path file() throws Exception {
        Path folder = Stage.folder("page", Jdk.running());
        Path file = folder.resolve("report.html");
        if (written == null) run(folder, file);
        written = file;
        return file;
    }

    /** Two connections read to their end and kept, one half-closed and kept, twenty sound ones. */
    private static void run(Path folder, Path file) throws Exception {
        AgentConfig config = AgentConfig.in(folder)
                .set("report", file.toString())
                .set("probe.interval", "100ms")
                .set("rule.eof-not-closed.after", "200ms")
                .set("rule.half-close-stuck.after", "200ms");
        try (Peer peer = Peer.start(folder.resolve("peer"))) {
            String[] args = {
                "" + peer.listen("push:3 close"), "" + peer.listen("push:3 close"), "" + peer.listen("drain hold"), "20"
            };
            Fork fork = Fork.of(Jdk.running()).agent(config.argument()).main(Leaks.class, args);
            try (Forked app = fork.start(folder)) {
                app.await("HOLD", PATIENCE);
                awaitFindings(app, 3);
                app.send("RELEASE");
                assertThat(app.exitCode(PATIENCE)).isZero();
            }
        }
    }

    private static void awaitFindings(Forked app, int count) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (app.stderr().stream()
                            .filter(line -> line.contains("  fingerprint "))
                            .count()
                    >= count) return;
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("not so many findings: " + app.stderr());
    }
}
