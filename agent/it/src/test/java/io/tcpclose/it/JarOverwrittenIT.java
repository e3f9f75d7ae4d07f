package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.app.LeakOnDemandMain;
import io.tcpclose.it.control.Ask;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** A deployment copies another jar over that of an agent that runs: the same file, with other bytes. */
class JarOverwrittenIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TestFactory
    Stream<DynamicContainer> agentThatRuns_goesOnFindingReportingAndLeaving() {
        return OnEachJdk.run(jdk -> Stream.of(
                dynamicTest("exit report", () -> assertReports(jdk)), dynamicTest("detach", () -> assertLeaves(jdk))));
    }

    private static void assertReports(Jdk jdk) throws Exception {
        Path folder = Stage.folder("overwritten", jdk);
        Path report = folder.resolve("report.json");
        Files.deleteIfExists(report);
        try (Forked app =
                start(jdk, folder, "log=" + folder.resolve("log.json") + ",log.format=json,report=" + report)) {
            leak(app);
            app.send("end");
            assertThat(app.exitCode(PATIENCE)).isZero();
            assertThat(app.stderr()).hasSize(1);
        }
        assertThat(AgentReport.read(report).findings().map(Finding::rule)).containsExactly("eof-not-closed");
        assertThat(folder.resolve("log.json")).content().contains("eof-not-closed");
    }

    private static void assertLeaves(Jdk jdk) throws Exception {
        Path folder = Stage.folder("overwritten-detach", jdk);
        Path socket = folder.resolve("c.sock").toAbsolutePath();
        try (Forked app = start(jdk, folder, "log=none,report=none,control=" + socket)) {
            leak(app);
            assertThat(Ask.at(socket, "GET /api/report")).contains("eof-not-closed");
            assertThat(Ask.at(socket, "GET /")).containsIgnoringCase("<!doctype html>");
            Ask.at(socket, "POST /detach");
            Service.awaitError(app, "tcpclose: detached");
            app.send("end");
            assertThat(app.exitCode(PATIENCE)).isZero();
            assertThat(app.stderr()).hasSize(2);
        }
    }

    private static Forked start(Jdk jdk, Path folder, String options) throws Exception {
        Path jar =
                Files.copy(AgentJar.path(), folder.resolve("tcpclose-agent.jar"), StandardCopyOption.REPLACE_EXISTING);
        Forked app = Fork.of(jdk)
                .vm("-javaagent:" + jar.toAbsolutePath() + "=rule.eof-not-closed.after=1s,probe.interval=200ms,"
                        + options)
                .main(LeakOnDemandMain.class)
                .start(folder);
        app.await("READY", PATIENCE);
        TimeUnit.SECONDS.sleep(3);
        byte[] other = new byte[(int) Files.size(jar)];
        new Random(7).nextBytes(other);
        try (OutputStream out = Files.newOutputStream(jar, StandardOpenOption.WRITE)) {
            out.write(other);
        }
        return app;
    }

    private static void leak(Forked app) throws Exception {
        app.send("leak");
        app.await("LEAKED 1", PATIENCE);
        TimeUnit.SECONDS.sleep(3);
    }
}
