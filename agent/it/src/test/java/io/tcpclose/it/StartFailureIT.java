package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.start.Rounds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A start that fails, wherever it does, leaves nothing: neither a hook nor a thread, and no reason to refuse the
 * next.
 */
class StartFailureIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Each before it is begun: the last of all is undone. */
    private static final List<String> STEPS = List.of(
            "version",
            "hooks",
            "observer",
            "meters",
            "libraries",
            "outlets",
            "table",
            "exports",
            "watcher",
            "thread",
            "exit",
            "jar");

    @TestFactory
    Stream<DynamicContainer> attachFailsAtEachStep_nextOneWorks() {
        return OnEachJdk.run(jdk -> Stream.of(dynamicTest("each step", () -> assertRolledBack(jdk))));
    }

    private static void assertRolledBack(Jdk jdk) throws Exception {
        Path folder = Stage.folder("start-fails", jdk);
        try (Forked app = Fork.of(jdk).main(Rounds.class).start(folder)) {
            app.await("READY", PATIENCE);
            AgentJar.attach(app, "enabled=false");
            int threads = Left.of(app, "none").threads();
            for (String step : STEPS) {
                Left.told(app, "fail " + step);
                AgentJar.attach(app, "report=none,control=off");
                Service.awaitError(
                        app,
                        "tcpclose: could not start, the application goes on without it: "
                                + "java.lang.OutOfMemoryError: tcpclose.test.fail=" + step);
                assertThat(Left.told(app, "use " + step)).isEqualTo("used");
                assertThat(threadsLeft(app, step, threads)).as(step).isEqualTo(threads);
            }
            assertThat(Left.of(app, "all").loaders())
                    .as("loaders of agents that could not start")
                    .isLessThan(2);
            Left.told(app, "fail none");
            Path report = folder.resolve("report.json");
            AgentJar.attach(app, "report=" + report + ",control=off,log=none");
            assertThat(Left.told(app, "use at last")).isEqualTo("used");
            app.send("7");
            assertThat(app.exitCode(PATIENCE)).isEqualTo(7);
            assertThat(AgentReport.read(report).count("opened")).isEqualTo(400);
        }
    }

    /** The one that writes the agent's lines ends when it has been idle for a second. */
    private static int threadsLeft(Forked app, String step, int wanted) throws Exception {
        int left = Left.of(app, step).threads();
        for (int i = 0; i < 10 && left > wanted; i++)
            left = Left.of(app, step + " " + i).threads();
        return left;
    }

    @Test
    void startFailsWithTheJvm_applicationGoesOn() throws Exception {
        Path folder = Stage.folder("start-fails-early", Jdk.running());
        try (Forked app = Fork.of(Jdk.running())
                .agent("report=none")
                .vm("-Dtcpclose.test.fail=thread")
                .main(Rounds.class)
                .start(folder)) {
            app.await("READY", PATIENCE);
            assertThat(Left.told(app, "use")).isEqualTo("used");
            app.send("7");
            assertThat(app.exitCode(PATIENCE)).isEqualTo(7);
            assertThat(app.stderr()).singleElement().asString().contains("could not start");
        }
    }
}
