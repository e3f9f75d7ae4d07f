package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tcpclose.it.control.Ask;
import io.tcpclose.it.control.Talk;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** An agent that is asked, told and sent away through its control socket, in a JVM that goes on. */
class ControlIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String QUICK = "probe.interval=200ms,report=none,";
    private static final int CYCLES = 5;
    private static final String NOBODY = "exec setpriv --reuid=65534 --regid=65534 --clear-groups -- \"$@\"";
    private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

    @TestFactory
    Stream<DynamicContainer> controlSocket() {
        return OnEachJdk.run(ControlIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) {
        Map<String, Executable> checks = new LinkedHashMap<>();
        checks.put("asked, told and detached", () -> assertWithoutAttach(jdk));
        checks.put("attached and detached again and again", () -> assertComesAndGoes(jdk));
        checks.put("a file in its place", () -> assertFileInItsPlace(jdk));
        if (IS_ROOT) checks.put("another user", () -> assertOtherUser(jdk));
        return OnEachJdk.now(checks);
    }

    // --- asked and told ---

    /** Nothing but the socket leads to this JVM. */
    private static void assertWithoutAttach(Jdk jdk) throws Exception {
        Path folder = Stage.folder("control", jdk);
        Path report = folder.resolve("exit.txt");
        Files.deleteIfExists(report);
        try (Forked app = Fork.of(jdk)
                .vm("-XX:+DisableAttachMechanism", "-XX:-EnableDynamicAgentLoading")
                .agent("probe.interval=200ms,http=0,report=" + report)
                .main(Talk.class, "3")
                .start(folder)) {
            Path socket = awaitSocket(app);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                    .isEqualTo("rwx------");
            assertThat(json(socket, "GET /api/report?limit=0")
                            .at("/summary/states/established")
                            .asInt())
                    .isEqualTo(6);
            assertSet(socket);
            int port = URI.create(
                            Service.awaitError(app, "tcpclose: metrics at ").split(",")[0])
                    .getPort();
            assertDetached(app, socket, port);
            app.send("7");
            assertThat(app.exitCode(PATIENCE)).isEqualTo(7);
            assertThat(report).doesNotExist();
        }
    }

    private static void assertSet(Path socket) throws IOException {
        assertThat(Ask.at(socket, "POST /set?rule.fin-unnoticed.after=1m&stacks=open"))
                .startsWith("HTTP/1.1 200")
                .contains("rule.fin-unnoticed.after=1m (was 5m)\n", "stacks=open (was all)\n");
        JsonNode options = json(socket, "GET /api/report?limit=0").at("/agent/options");
        assertThat(options.at("/stacks/value").asText()).isEqualTo("open");
        assertThat(options.at("/stacks/source").asText()).isEqualTo("command");
        assertThat(Ask.at(socket, "POST /set?stacks=all&http=1"))
                .startsWith("HTTP/1.1 400")
                .contains("http", "stack-depth");
        assertThat(json(socket, "GET /api/report?limit=0")
                        .at("/agent/options/stacks/value")
                        .asText())
                .as("all or nothing")
                .isEqualTo("open");
        assertThat(Ask.at(socket, "GET /set?stacks=all")).startsWith("HTTP/1.1 405");
    }

    private static void assertDetached(Forked app, Path socket, int port) throws Exception {
        assertThat(Ask.at(socket, "POST /detach")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\ndetached\n");
        awaitGone(app, socket);
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(ConnectException.class);
        assertThat(told(app, "use after")).isEqualTo("3 used");
    }

    // --- again and again ---

    private static void assertComesAndGoes(Jdk jdk) throws Exception {
        Path folder = Stage.folder("control-again", jdk);
        try (Forked app = Fork.of(jdk).main(Talk.class, "3").start(folder)) {
            app.await("READY", PATIENCE);
            String jars = "";
            for (int i = 1; i <= CYCLES; i++) {
                AgentJar.attach(app, QUICK + "http=0");
                Path socket = awaitSocket(app);
                assertThat(told(app, "use " + i)).isEqualTo("3 used");
                JsonNode summary = json(socket, "GET /api/report?limit=0").get("summary");
                assertThat(summary.get("open").asInt())
                        .as("adopted, cycle %s", i)
                        .isEqualTo(6);
                assertThat(summary.get("closed").asInt()).isZero();
                Ask.at(socket, "POST /detach");
                awaitDetached(app, socket, i);
                if (i == 2) jars = jarsOnceGone(app, socket, "second");
            }
            assertThat(jarsOnceGone(app, socket(app), "last")).isEqualTo(jars);
            app.send("7");
            assertThat(app.exitCode(PATIENCE)).isEqualTo(7);
            assertThat(app.stderr()).noneMatch(line -> line.contains("Exception") || line.contains("while leaving"));
        }
    }

    private static void awaitDetached(Forked app, Path socket, int times) throws Exception {
        await(
                "detached",
                () -> Files.notExists(socket)
                        && app.stderr().stream()
                                        .filter(line -> line.startsWith("tcpclose: detached"))
                                        .count()
                                == times);
    }

    /** How many class loaders of the agent's are left. */
    private static String jarsOnceGone(Forked app, Path socket, String when) throws Exception {
        awaitGone(app, socket);
        String[] left = {told(app, "jars " + when + " 0")};
        for (int i = 1; i < 5; i++) left[0] = told(app, "jars " + when + " " + i);
        return left[0];
    }

    // --- refused ---

    private static void assertFileInItsPlace(Jdk jdk) throws Exception {
        Path folder = Stage.folder("control-taken", jdk);
        Path file = Files.writeString(folder.resolve("taken.sock"), "mine");
        try (Forked app = Fork.of(jdk)
                .agent(QUICK + "control=" + file)
                .main(Talk.class, "1")
                .start(folder)) {
            Service.awaitError(app, "tcpclose: control is off: ");
            app.await("READY", PATIENCE);
            app.send("0");
            assertThat(app.exitCode(PATIENCE)).isZero();
        }
        assertThat(file).hasContent("mine");
    }

    /** Who may connect by the file's permissions is still another user to the kernel. */
    private static void assertOtherUser(Jdk jdk) throws Exception {
        Path folder = Stage.folder("control-other", jdk);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path socket = Files.createTempDirectory("control").resolve("it.sock");
        Files.setPosixFilePermissions(socket.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        try (Forked app = Fork.of(jdk)
                .agent(QUICK + "control=" + socket)
                .main(Talk.class, "1")
                .start(folder)) {
            await("the socket", () -> Files.exists(socket));
            assertThat(Ask.at(socket, "GET /healthz")).endsWith("ok\n");
            assertThat(askedByNobody(jdk, folder, socket)).contains("Permission denied");
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
            assertThat(askedByNobody(jdk, folder, socket)).doesNotContain("HTTP/1.1 200");
        }
        Files.deleteIfExists(socket);
        Files.delete(socket.getParent());
    }

    private static String askedByNobody(Jdk jdk, Path folder, Path socket) throws Exception {
        try (Forked asking = Fork.of(jdk)
                .by("sh", "-c", NOBODY, "sh")
                .main(Ask.class, socket.toString())
                .start(folder.resolve("nobody"))) {
            assertThat(asking.exitCode(PATIENCE)).isZero();
            assertThat(asking.stdout()).isNotEmpty();
            return String.join("\n", asking.stdout());
        }
    }

    // --- asking ---

    private static JsonNode json(Path socket, String request) throws IOException {
        String answer = Ask.at(socket, request);
        return new ObjectMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
    }

    private static String told(Forked app, String command) throws Exception {
        app.send(command);
        String prefix = command + ": ";
        await(command, () -> app.stdout().stream().anyMatch(line -> line.startsWith(prefix)));
        return app.stdout().stream()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .substring(prefix.length());
    }

    private static Path socket(Forked app) throws IOException {
        Object uid = Files.getAttribute(Path.of("/proc/" + app.pid()), "unix:uid");
        return Path.of("/tmp/tcpclose-" + uid, app.pid() + ".sock");
    }

    private static Path awaitSocket(Forked app) throws Exception {
        Path socket = socket(app);
        await("the control socket", () -> Files.exists(socket));
        await("an answer", () -> isAnswering(socket));
        return socket;
    }

    private static boolean isAnswering(Path socket) {
        try {
            return Ask.at(socket, "GET /healthz").endsWith("ok\n");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void awaitGone(Forked app, Path socket) throws Exception {
        await("the socket to go", () -> Files.notExists(socket));
        int[] asked = {0};
        String by = System.nanoTime() + "-";
        await("the threads to go", () -> told(app, "threads " + by + asked[0]++).equals("[]"));
    }

    private static void await(String what, Callable<Boolean> is) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!is.call()) {
            assertThat(System.nanoTime()).as("no %s", what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(30);
        }
    }
}
