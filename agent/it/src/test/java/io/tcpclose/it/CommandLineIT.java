package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tcpclose.it.app.LeakyMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The command line on real JVMs that have no agent: what it tells, what it refuses, and that it leaves them as they are. */
class CommandLineIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TestFactory
    Stream<DynamicContainer> jvmWithoutAgent() {
        return OnEachJdk.run(CommandLineIT::withoutAgent);
    }

    private static Stream<DynamicTest> withoutAgent(Jdk jdk) throws Exception {
        Path folder = Stage.folder("cli-without", jdk);
        Map<String, Executable> checks = new LinkedHashMap<>();
        try (Forked app = start(Fork.of(jdk), folder)) {
            String pid = Long.toString(app.pid());
            checks.put("is listed", () -> assertThat(Cli.of(jdk).run("list").out())
                    .anyMatch(line ->
                            line.matches(" *" + pid + "  \\S+ +- +5 +3  " + jdk.feature() + "\\S* +\\S*LeakyMain")));
            checks.put("is told of from /proc", () -> assertProc(Cli.of(jdk).run("report", pid)));
            checks.put(
                    "has no JSON",
                    () -> assertRefused(
                            Cli.of(jdk).run("report", pid, "--format", "json"),
                            "has no agent, and /proc tells no findings"));
            for (String verb : List.of("watch", "detach")) {
                checks.put(
                        "has nothing to " + verb,
                        () -> assertRefused(Cli.of(jdk).run(verb, pid), "has no agent that answers"));
            }
            checks.put("is left as it was", () -> assertUntouched(app));
            return OnEachJdk.now(checks);
        }
    }

    private static void assertProc(Cli.Ended ended) {
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.out().get(0)).contains("no agent", "connections 5  close_wait 3 (noticed 2, unnoticed 1)");
        assertThat(ended.out()).contains("STATES  close_wait 3  established 2  listen 1");
        assertThat(ended.text()).contains("--attach");
    }

    /** No socket for attaching, no file that asks for one, not a line of output: no signal came. */
    private static void assertUntouched(Forked app) throws Exception {
        assertThat(Path.of("/tmp/.java_pid" + app.pid())).doesNotExist();
        assertThat(Path.of("/tmp/.attach_pid" + app.pid())).doesNotExist();
        assertThat(Path.of("/proc/" + app.pid() + "/cwd/.attach_pid" + app.pid()))
                .doesNotExist();
        app.send("end");
        assertThat(app.exitCode(PATIENCE)).isZero();
        assertThat(app.stdout()).containsExactly("READY");
        assertThat(app.stderr()).isEmpty();
    }

    @TestFactory
    Stream<DynamicContainer> jvmThatTakesNoAgent() {
        return OnEachJdk.run(jdk -> Stream.of(
                refusing(jdk, "-XX:+DisableAttachMechanism", "was started with -XX:+DisableAttachMechanism"),
                refusing(jdk, "-XX:-EnableDynamicAgentLoading", "was started with -XX:-EnableDynamicAgentLoading")));
    }

    /** Asked all the same, the first would print its threads. */
    private static DynamicTest refusing(Jdk jdk, String option, String said) {
        return DynamicTest.dynamicTest(option, () -> {
            Path folder = Stage.folder("cli" + option.replaceAll("\\W", ""), jdk);
            try (Forked app = start(Fork.of(jdk).vm(option), folder)) {
                String pid = Long.toString(app.pid());
                assertRefused(Cli.of(jdk).run("attach", pid), said);
                assertProc(Cli.of(jdk).run("report", pid));
                assertUntouched(app);
            }
        });
    }

    @TestFactory
    Stream<DynamicContainer> agent_isLoaded() {
        return OnEachJdk.run(jdk -> Stream.of(
                loading(jdk, "jdk.attach", Cli.of(jdk)),
                loading(jdk, "protocol", Cli.of(jdk).vm("--limit-modules", "java.base,java.instrument"))));
    }

    /** Without a control socket there is nobody to ask; the JVM's own line is the witness. */
    private static DynamicTest loading(Jdk jdk, String way, Cli cli) {
        return DynamicTest.dynamicTest(way, () -> {
            try (Forked app = start(Fork.of(jdk), Stage.folder("cli-" + way, jdk))) {
                Cli.Ended ended = cli.run("attach", Long.toString(app.pid()), "control=off");
                assertThat(ended.code()).as(ended.said()).isZero();
                assertThat(ended.said().contains("has no module jdk.attach")).isEqualTo(way.equals("protocol"));
                app.send("end");
                assertThat(app.exitCode(PATIENCE)).isZero();
                assertThat(app.stdout()).containsExactly("READY");
                assertThat(app.stderr()).anyMatch(line -> line.matches("tcpclose \\S+: tracing TCP sockets of pid .*"));
                assertThat(app.stderr().stream()
                                .anyMatch(line -> line.startsWith("WARNING: A Java agent has been loaded")))
                        .as("the warning that docs/command-line.md explains")
                        .isEqualTo(jdk.feature() >= 21);
            }
        });
    }

    @Test
    void shell_isNotSignalled() throws Exception {
        Process shell = new ProcessBuilder("sleep", "100").start();
        try {
            assertRefused(Cli.of(Jdk.running()).run("attach", Long.toString(shell.pid())), "is no HotSpot JVM");
            assertThat(shell.isAlive()).isTrue();
        } finally {
            shell.destroyForcibly();
        }
    }

    @Test
    void olderJvm_isRefused() throws Exception {
        String home = System.getProperty("tcpclose.jdk11", "");
        if (home.isEmpty()) {
            System.out.println("not tested here: JDK 11 (name one with -Dtcpclose.jdk11)");
            return;
        }
        Jdk jdk11 = Jdk.at(Path.of(home)).orElseThrow();
        Path source = Files.writeString(
                Stage.folder("cli-11", jdk11).resolve("Wait.java"),
                "class Wait { public static void main(String[] a) throws Exception {"
                        + " System.out.println(\"READY\"); System.exit(System.in.read() < 0 ? 1 : 0); } }");
        try (Forked app = Fork.of(jdk11).program(source.toString()).start(source.getParent())) {
            app.await("READY", PATIENCE);
            assertRefused(Cli.of(Jdk.running()).run("attach", Long.toString(app.pid())), "runs Java 11");
            assertUntouched(app);
        }
    }

    @Test
    void otherUser_isRefused() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to become another user");
        Path jar = Files.copy(
                AgentJar.path(),
                Files.createTempDirectory(Path.of("/tmp"), "cli").resolve("tcpclose-agent.jar"));
        Files.setPosixFilePermissions(
                jar.getParent(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        Jdk jdk = Jdk.running();
        try (Forked app = start(Fork.of(jdk), Stage.folder("cli-user", jdk))) {
            Cli.Ended ended = Cli.of(jdk)
                    .by("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--")
                    .run(jar, "report", Long.toString(app.pid()));
            assertRefused(ended, "belongs to user root, and this is user number 65534");
            assertUntouched(app);
        } finally {
            Files.delete(jar);
            Files.delete(jar.getParent());
        }
    }

    @Test
    void jvmInAnotherMountNamespace_isToldOfAndNotLoadedInto() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to make a namespace");
        Jdk jdk = Jdk.running();
        String hidden = "mount -t tmpfs none " + AgentJar.path().getParent() + " && exec \"$@\"";
        Fork fork = Fork.of(jdk).by("unshare", "-m", "sh", "-c", hidden, "sh");
        try (Forked app = start(fork, Stage.folder("cli-mounts", jdk))) {
            String pid = Long.toString(app.pid());
            assertRefused(Cli.of(jdk).run("attach", pid), "is in another container, which has no " + AgentJar.path());
            assertProc(Cli.of(jdk).run("report", pid));
            assertThat(Cli.of(jdk).run("list").out())
                    .anyMatch(line -> line.contains(pid) && line.endsWith("(container)"));
            assertUntouched(app);
        }
    }

    @Test
    void words_thatAreNotUnderstood() throws Exception {
        Cli cli = Cli.of(Jdk.running());
        assertThat(cli.run("--version").out()).singleElement().asString().startsWith("tcpclose ");
        assertThat(cli.run().text()).contains("list", "report", "watch", "attach", "detach", "set", "diff", "join");
        Cli.Ended ended = cli.run("report", "abc");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .hasSize(2)
                .first()
                .isEqualTo("tcpclose: 'abc' is no process number. The running JVMs: list");
    }

    /** The exit report of a real run is read back. */
    @Test
    void files_ofARun_areCompared() throws Exception {
        Jdk jdk = Jdk.running();
        Path folder = Stage.folder("cli-files", jdk);
        Path report = folder.resolve("report.json");
        try (Forked app = start(Fork.of(jdk).agent(AgentConfig.in(folder).argument()), folder)) {
            app.send("end");
            assertThat(app.exitCode(PATIENCE)).isZero();
        }
        Cli.Ended diff = Cli.of(jdk).run("diff", report.toString(), report.toString());
        assertThat(diff.code()).as(diff.said()).isZero();
        assertThat(diff.text()).contains("LeakyMain", "unchanged");
        Cli.Ended join = Cli.of(jdk).run("join", report.toString(), report.toString());
        assertThat(join.code()).as(join.said()).isZero();
        assertThat(join.text())
                .contains(
                        "A has read the FIN and not closed",
                        "A has not read up to the FIN",
                        "LeakyMain.main",
                        "open at both ends");
    }

    private static Forked start(Fork fork, Path folder) throws Exception {
        Forked app = fork.main(LeakyMain.class).start(folder);
        app.await("READY", PATIENCE);
        return app;
    }

    private static void assertRefused(Cli.Ended ended, String said) {
        assertThat(ended.code()).as(ended.said()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .hasSizeBetween(1, 2)
                .last()
                .asString()
                .startsWith("tcpclose: ")
                .contains(said);
    }
}
