package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.control.Ask;
import io.tcpclose.it.start.Rounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** Agents that come and go leave the JVM as it was, however often. */
class ComeAndGoIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROUNDS = 5;
    /** What one agent needs is ten times of both. */
    private static final int FEW_CLASSES = 100;

    private static final int LITTLE_HEAP = 512;

    @TestFactory
    Stream<DynamicContainer> fiveRounds_leaveNothing() {
        return OnEachJdk.run(jdk -> Stream.of(dynamicTest("rounds", () -> assertNothingLeft(jdk))));
    }

    /** Two rounds load what the JDK keeps: the module of management, the agent's boot classes. */
    private static void assertNothingLeft(Jdk jdk) throws Exception {
        Path folder = Stage.folder("come-and-go", jdk);
        Path socket = folder.resolve("c.sock").toAbsolutePath();
        try (Forked app = Fork.of(jdk).main(Rounds.class).start(folder)) {
            app.await("READY", PATIENCE);
            for (int i = 1; i <= 2; i++) round(app, socket, i);
            Left before = left(app, "before");
            for (int i = 3; i <= ROUNDS + 2; i++) round(app, socket, i);
            Left after = left(app, "after");
            assertThat(after.loaders()).isZero();
            assertThat(after.classes()).isLessThan(before.classes() + FEW_CLASSES);
            assertThat(after.threads()).isEqualTo(before.threads());
            assertThat(after.descriptors()).isEqualTo(before.descriptors());
            assertThat(after.heap()).isLessThan(before.heap() + LITTLE_HEAP);
            app.send("7");
            assertThat(app.exitCode(PATIENCE)).isEqualTo(7);
            assertThat(app.stderr()).noneMatch(line -> line.contains("Exception") || line.contains("while leaving"));
        }
    }

    private static Left left(Forked app, String when) throws Exception {
        Left left = Left.of(app, when);
        for (int i = 0; i < 30 && left.loaders() > 0; i++) left = Left.of(app, when + " " + i);
        return left;
    }

    private static void round(Forked app, Path socket, int i) throws Exception {
        AgentJar.attach(app, "http=0,report=none,log=none,probe.interval=100ms,control=" + socket);
        assertThat(Left.told(app, "use " + i)).isEqualTo("used");
        await(
                "a door",
                () -> Files.exists(socket) && Ask.at(socket, "GET /metrics").contains("tcpclose_"));
        Ask.at(socket, "POST /detach");
        await(
                "that it leaves",
                () -> app.stderr().stream()
                                .filter(line -> line.startsWith("tcpclose: detached"))
                                .count()
                        == i);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
