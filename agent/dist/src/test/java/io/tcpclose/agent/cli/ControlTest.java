package io.tcpclose.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for an agent's answer, and what for an agent's socket. */
class ControlTest {
    private static final String REPORT = "{\"schema\":1}\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: tcpclose/1.0.0\r\n";

    private final FakeMachine machine;

    ControlTest(@TempDir Path folder) throws IOException {
        machine = new FakeMachine(folder);
    }

    static Stream<String> wholeAnswers() {
        return Stream.of(
                HEAD + "Content-Length: 13\r\n\r\n" + REPORT + "what comes behind is not ours",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n6;x=y\r\n{\"sche\r\n7\r\nma\":1}\n\r\n0\r\n\r\n",
                HEAD + "\r\n" + REPORT);
    }

    @ParameterizedTest
    @MethodSource("wholeAnswers")
    void answer_isReadToItsEnd(String answer) throws IOException {
        assertThat(report(answer)).as("%s", machine.err()).isZero();
        assertThat(machine.out()).isEqualTo(REPORT);
        assertThat(machine.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH_9.6\r\n",
                HEAD + "Content-Length: 99\r\n\r\n{",
                HEAD + "Content-Length: -1\r\n\r\n{",
                HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n{",
                HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{",
                HEAD + "no header\r\n\r\n{",
                HEAD + "Content-Length: 2\r\n\r\n[]",
                "HTTP/1.1 500 no\r\nContent-Length: 0\r\n\r\n"
            })
    void brokenAnswer_isSaidInOneLine(String answer) throws IOException {
        assertThat(report(answer)).isEqualTo(1);
        assertThat(machine.out()).isEmpty();
        assertThat(machine.err().lines()).singleElement().asString().startsWith("tcpclose: ");
        try (Stream<Path> left = Files.list(machine.root.resolve("tmp"))) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void endlessHeader_isRefused() throws IOException {
        assertThat(report(HEAD + "X: " + "y".repeat(20_000))).isEqualTo(1);
    }

    private int report(String answer) throws IOException {
        try (FakeAgent agent = new FakeAgent(machine.process(4711).agentSocket())) {
            agent.raw("GET /api/report", answer);
            return machine.run("report", "4711", "--format", "json");
        }
    }

    @Test
    void socketInAContainer_isFoundByTheNumberThere() throws IOException {
        try (FakeAgent agent =
                new FakeAgent(machine.process(4711).inContainer(7).agentSocket(), "1.0.0", "pidns=2 pid=7")) {
            agent.answer("GET /api/report", REPORT);
            assertThat(machine.run("report", "4711", "--format", "json"))
                    .as("%s", machine.err())
                    .isZero();
            assertThat(agent.asked()).contains("GET /api/report");
        }
    }

    @Test
    void namedSocket_isAsked() throws IOException {
        machine.process(4711);
        try (FakeAgent agent = new FakeAgent(machine.root.resolve("my.sock"))) {
            agent.answer("POST /detach", "");
            assertThat(machine.run("detach", "4711", "--control", "/my.sock"))
                    .as("%s", machine.err())
                    .isZero();
            assertThat(machine.out()).isEqualTo("pid 4711: detached\n");
        }
        assertThat(machine.run("detach", "4711", "--control", "/my.sock")).isEqualTo(1);
        assertThat(machine.err()).contains("no agent that answers at /my.sock");
    }

    @Test
    void linkToASocket_isNotFollowed() throws IOException {
        Path socket = machine.process(4711).agentSocket();
        try (FakeAgent agent = new FakeAgent(machine.root.resolve("trap.sock"))) {
            Files.createSymbolicLink(socket, machine.root.resolve("trap.sock"));
            assertNoAgent();
            assertThat(agent.asked()).isEmpty();
        }
    }

    @Test
    void folderThatOthersMayWriteTo_isNotTrusted() throws IOException {
        Path socket = machine.process(4711).agentSocket();
        try (FakeAgent agent = new FakeAgent(socket)) {
            Files.setPosixFilePermissions(socket.resolveSibling("."), PosixFilePermissions.fromString("rwxrwxrwx"));
            assertNoAgent();
            assertThat(agent.asked()).isEmpty();
        }
    }

    @Test
    void socketOfAnotherUser_isNotTrusted() throws IOException {
        FakeProcess process = machine.process(4711);
        try (FakeAgent agent = new FakeAgent(process.agentSocket())) {
            Files.move(process.agentSocket().getParent(), machine.root.resolve("tmp/tcpclose-of-mine"));
            process.ofUser(machine.uid + 1);
            boolean root = machine.uid == 0;
            machine.asUser(root ? 0 : machine.uid + 1);
            // What root has put there is trusted, what another user has is not.
            assertThat(machine.run("detach", "4711")).isEqualTo(1);
            assertThat(agent.asked().isEmpty()).isEqualTo(!root);
        }
    }

    @Test
    void fileAndSocketLeftBehind_areNoAgent() throws IOException {
        Path socket = machine.process(4711).agentSocket();
        Files.createFile(socket);
        assertNoAgent();
        Files.delete(socket);
        new FakeAgent(socket).close();
        assertNoAgent();
    }

    private void assertNoAgent() {
        assertThat(machine.run("detach", "4711")).isEqualTo(1);
        assertThat(machine.err()).contains("has no agent that answers");
    }

    // --- whose it is ---

    /** Two containers, one /tmp: in both the JVM is number 4711. */
    @Test
    void agentOfAnotherJvm_isLeftAlone() throws IOException {
        Path socket = machine.process(4711).agentSocket();
        try (FakeAgent other = new FakeAgent(socket, "1.0.0", "pidns=5 pid=4711 nonce=b")) {
            assertNoAgent();
            assertThat(machine.err())
                    .startsWith("tcpclose: the agent at " + name(socket)
                            + " is in another JVM (pid 4711 of pid namespace 5) and is left alone\n");
            assertThat(other.asked()).containsOnly("GET /healthz");
        }
    }

    @Test
    void agentThatDoesNotSayWhereItIs_isLeftAlone() throws IOException {
        try (FakeAgent silent = new FakeAgent(machine.process(4711).agentSocket(), "1.0.0", "")) {
            assertNoAgent();
            assertThat(machine.err()).contains("is in another JVM (one that it does not name)");
            assertThat(silent.asked()).containsOnly("GET /healthz");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711-1.sock", "4711-5e7a.sock"})
    void agentWithANameOfItsOwn_isFoundBesideAnother(String name) throws IOException {
        Path socket = machine.process(4711).agentSocket();
        try (FakeAgent other = new FakeAgent(socket, "1.0.0", "pidns=5 pid=4711 nonce=b");
                FakeAgent own = new FakeAgent(socket.resolveSibling(name))) {
            own.answer("POST /detach", "");
            assertThat(machine.run("detach", "4711")).as("%s", machine.err()).isZero();
            assertThat(other.asked()).doesNotContain("POST /detach");
            assertThat(own.asked()).contains("POST /detach");
        }
    }

    @Test
    void namedSocket_ofAnotherJvm_isRefused() throws IOException {
        machine.process(4711);
        try (FakeAgent other = new FakeAgent(machine.root.resolve("my.sock"), "1.0.0", "pidns=5 pid=4711 nonce=b")) {
            assertThat(machine.run("detach", "4711", "--control", "/my.sock")).isEqualTo(1);
            assertThat(machine.err())
                    .isEqualTo("tcpclose: the agent at /my.sock is in another JVM (pid 4711 of pid namespace 5)"
                            + " and is left alone, and not in pid 4711\n");
            assertThat(other.asked()).containsOnly("GET /healthz");
        }
    }

    private String name(Path socket) {
        return socket.toString().replace(machine.root.toString(), "");
    }
}
