package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.story.UsedUpMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * An application that uses up its descriptors gets all of the JDK back with them: nothing of it was spoilt by us
 * meanwhile.
 */
class UsedUpIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern CONNECTIONS = Pattern.compile(", (\\d+) of them TCP connections");
    /** Longer than until files are opened where no socket was. */
    private static final String NO_SOCKET_MILLIS = "12000";

    @TestFactory
    Stream<DynamicContainer> usedUp_spoilsNothing() {
        return OnEachJdk.run(jdk -> IntStream.of(64, 128, 160)
                .boxed()
                .flatMap(limit -> Stream.of(
                        dynamicTest("sockets, limit " + limit, () -> assertSound(jdk, "sockets", limit, "3000")),
                        dynamicTest(
                                "files, limit " + limit, () -> assertSound(jdk, "files", limit, NO_SOCKET_MILLIS)))));
    }

    private static void assertSound(Jdk jdk, String by, int limit, String millis) throws Exception {
        Path folder = Stage.folder("used-up-" + by + "-" + limit, jdk);
        Fork fork = Fork.of(jdk)
                .by("bash", "-c", "ulimit -n " + limit + "; exec \"$0\" \"$@\"")
                .agent(AgentConfig.in(folder)
                        .set("report", folder.resolve("report-%t.json").toString())
                        .set("report.interval", "1s")
                        .set("log", folder.resolve("findings.log").toString())
                        .set("dump.path", folder.resolve("dump.json").toString())
                        .set("probe.interval", "500ms")
                        .set("rule.accepted-never-read.after", "1s")
                        .set("http", "0")
                        .argument())
                .main(UsedUpMain.class, by, millis, "2500");
        try (Forked app = fork.start(folder)) {
            assertThat(app.exitCode(PATIENCE)).isZero();
            assertThat(app.stdout())
                    .containsExactly(
                            "BEGIN",
                            "OUT",
                            "FREED",
                            "WORKS random",
                            "WORKS tls",
                            "WORKS file",
                            "WORKS zone",
                            "WORKS timezone",
                            "END");
            if (by.equals("sockets")) assertCounted(app, limit);
        }
    }

    /** At the failure, not when there was a descriptor again to say it. */
    private static void assertCounted(Forked app, int limit) {
        String said = app.stderr().stream()
                .filter(line -> line.contains("Too many open files") && line.contains("TCP connections"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(app.stderr()));
        Matcher number = CONNECTIONS.matcher(said);
        assertThat(number.find()).as(said).isTrue();
        assertThat(Integer.parseInt(number.group(1))).as(said).isBetween(limit / 4, limit);
    }
}
