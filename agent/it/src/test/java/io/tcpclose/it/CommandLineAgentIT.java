package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tcpclose.it.app.LeakOnDemandMain;
import io.tcpclose.it.app.LeakyMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The command line on real JVMs that have the agent, from their start or from the command line itself. */
class CommandLineAgentIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String QUICK = "rule.eof-not-closed.after=1s,probe.interval=200ms";

    /** None of these needs what an operator may have switched off. */
    @TestFactory
    Stream<DynamicContainer> agentFromTheStart_isAskedWithoutAttaching() {
        return OnEachJdk.run(CommandLineAgentIT::asked);
    }

    private static Stream<DynamicTest> asked(Jdk jdk) throws Exception {
        Path folder = Stage.folder("cli-agent", jdk);
        Fork fork = Fork.of(jdk)
                .agent(QUICK + ",log=none,report=none")
                .vm("-XX:+DisableAttachMechanism", "-XX:-EnableDynamicAgentLoading");
        Map<String, Executable> checks = new LinkedHashMap<>();
        try (Forked app = fork.main(LeakOnDemandMain.class).start(folder)) {
            app.await("READY", PATIENCE);
            String pid = Long.toString(app.pid());
            Cli cli = Cli.of(jdk);
            awaitAgent(cli, pid);
            done(cli.run("report", pid, "--output", folder.resolve("none.json").toString()));
            app.send("leak");
            app.await("LEAKED 1", PATIENCE);
            awaitFinding(cli, pid);
            checks.put("list", () -> assertThat(cli.run("list").out())
                    .anyMatch(line -> line.matches(" *" + pid + "  \\S+ +\\d\\S+ +1 +1  .*")));
            checks.put("text", () -> assertThat(done(cli.run("report", pid)).text())
                    .contains("eof-not-closed", "LeakOnDemandMain.leak(LeakOnDemandMain.java:"));
            checks.put("files", () -> assertFiles(cli, pid, folder));
            checks.put("baseline", () -> assertThat(cli.run(
                                    "report",
                                    pid,
                                    "--fail-on=warn",
                                    "--baseline",
                                    folder.resolve("r.json").toString())
                            .code())
                    .isZero());
            checks.put("diff", () -> assertThat(done(cli.run(
                                    "diff",
                                    folder.resolve("none.json").toString(),
                                    folder.resolve("r.json").toString()))
                            .text())
                    .contains("NEW", "eof-not-closed"));
            checks.put("watch", () -> assertThat(done(cli.run("watch", pid, "--count=2", "--interval=100ms"))
                            .text())
                    .contains("LeakOnDemandMain", "open 1", "close_wait 1", "eof-not-closed")
                    .doesNotContain("\u001b"));
            checks.put("set", () -> assertThat(done(cli.run("set", pid, "rule.eof-not-closed.after=2s"))
                            .text())
                    .isEqualTo("rule.eof-not-closed.after=2s (was 1s)"));
            checks.put("set of nonsense", () -> assertThat(cli.run("set", pid, "rule.eof-not-closed.after=soon")
                            .code())
                    .isEqualTo(1));
            checks.put("attach", () -> assertThat(cli.run("attach", pid).said()).contains("already"));
            checks.put("detach", () -> assertThat(done(cli.run("detach", pid)).text())
                    .isEqualTo("pid " + pid + ": detached"));
            checks.put("detach again", () -> assertThat(cli.run("detach", pid).said())
                    .contains("has no agent that answers"));
            checks.put("the application goes on", () -> assertGoesOn(app));
            return OnEachJdk.now(checks);
        }
    }

    private static void awaitAgent(Cli cli, String pid) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (cli.run("watch", pid, "--count=1").code() != 0) {
            assertThat(System.nanoTime()).as("the agent answers").isLessThan(deadline);
        }
    }

    private static void awaitFinding(Cli cli, String pid) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Cli.Ended ended = cli.run("report", pid, "--fail-on=warn");
        while (ended.code() == 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
            ended = cli.run("report", pid, "--fail-on=warn");
        }
        assertThat(ended.code()).as(ended.said()).isEqualTo(3);
        assertThat(ended.said()).contains("1 finding of warn or error: eof-not-closed");
    }

    private static void assertFiles(Cli cli, String pid, Path folder) throws Exception {
        for (String name : new String[] {"r.json", "r.html", "r.txt"}) {
            Path file = folder.resolve(name);
            Files.deleteIfExists(file);
            Cli.Ended ended = done(cli.run("report", pid, "--output", file.toString()));
            assertThat(ended.out()).isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("r.json").toFile())
                        .at("/jvm/pid")
                        .asText())
                .isEqualTo(pid);
        assertThat(Files.readString(folder.resolve("r.html"))).containsIgnoringCase("<!doctype html>");
        assertThat(Files.readString(folder.resolve("r.txt"))).contains("eof-not-closed");
    }

    private static void assertGoesOn(Forked app) throws Exception {
        app.send("leak");
        app.await("LEAKED 2", PATIENCE);
        app.send("end");
        assertThat(app.exitCode(PATIENCE)).isZero();
        assertThat(app.stdout()).containsExactly("READY", "LEAKED 1", "LEAKED 2");
    }

    @TestFactory
    Stream<DynamicContainer> agentForAReport_leavesAgain() {
        return OnEachJdk.run(jdk -> Stream.of(DynamicTest.dynamicTest("attach, report, detach", () -> guest(jdk))));
    }

    private static void guest(Jdk jdk) throws Exception {
        try (Forked app = Fork.of(jdk).main(LeakyMain.class).start(Stage.folder("cli-guest", jdk))) {
            app.await("READY", PATIENCE);
            String pid = Long.toString(app.pid());
            Cli cli = Cli.of(jdk);
            Cli.Ended ended = done(cli.run("report", pid, "--attach", "--for=2s"));
            assertThat(ended.out().get(0)).startsWith("tcpclose ").contains("pid " + pid, "open 5  close_wait 3");
            assertThat(ended.text())
                    .contains("eof-not-closed  x2", "fin-unnoticed  x1", "It was in CLOSE_WAIT when the agent came")
                    .containsOnlyOnce("NOTE  5 of the open connections are older than the agent")
                    .doesNotContain("OLDER THAN THE AGENT");
            assertThat(ended.said()).contains("is a finding after half of --for (1000 ms)");
            assertThat(cli.run("detach", pid).said()).contains("has no agent that answers");
            assertThat(cli.run("report", pid, "--attach", "--for=2s", "--fail-on=warn", "--format=html")
                            .code())
                    .isEqualTo(3);
            app.send("end");
            assertThat(app.exitCode(PATIENCE)).isZero();
            assertThat(app.stdout()).containsExactly("READY");
            assertThat(app.stderr())
                    .as("that it came and went, the JVM's own warning, and nothing else")
                    .allMatch(line -> line.startsWith("WARNING: ")
                            || line.contains(": tracing TCP sockets of pid ")
                            || line.startsWith("tcpclose: detached: "));
        }
    }

    /** As in a container whose image sets it for the service. */
    @TestFactory
    Stream<DynamicContainer> commandLineUnderToolOptions_isNotTraced() {
        return OnEachJdk.run(jdk -> Stream.of(DynamicTest.dynamicTest("tool options", () -> untraced(jdk))));
    }

    private static void untraced(Jdk jdk) throws Exception {
        Path folder = Stage.folder("cli-tool-options", jdk);
        Path report = Files.writeString(folder.resolve("report.json"), "kept");
        String agent = "-javaagent:" + AgentJar.path() + "=report=" + report;
        for (String[] program : new String[][] {
            {"-jar", AgentJar.path().toString()},
            {"-cp", AgentJar.path().toString(), "io.tcpclose.TcpCloseAgent"},
            {"-p", AgentJar.path().toString(), "-m", "io.tcpclose.agent/io.tcpclose.TcpCloseAgent"},
            {"-jar", Path.of("").toAbsolutePath().relativize(AgentJar.path()).toString()},
        }) {
            Fork fork = Fork.of(jdk)
                    .env("JAVA_TOOL_OPTIONS", agent)
                    .program(program)
                    .program("list");
            try (Forked cli = fork.start(folder)) {
                assertThat(cli.exitCode(PATIENCE)).isZero();
                assertThat(cli.stderr()).noneMatch(line -> line.contains("tracing") || line.contains("could not"));
            }
            assertThat(report).hasContent("kept");
        }
    }

    private static Cli.Ended done(Cli.Ended ended) {
        assertThat(ended.code()).as(ended.said()).isZero();
        return ended;
    }
}
