package io.tcpclose.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.agent.cli.attach.Attachment;
import io.tcpclose.agent.cli.attach.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said when it cannot be done: the matter and the way out, in golden files. */
class MessagesTest {
    private static final String REPORT =
            "{\"schema\":1,\"agent\":{\"version\":\"0.9.0\"},\"connections\":[],\"endpoints\":[]}";

    private final FakeMachine machine;

    MessagesTest(@TempDir Path folder) throws IOException {
        machine = new FakeMachine(folder);
    }

    @Test
    void wrongPid_noNumber() throws IOException {
        assertSaid(2, "wrong-pid-word", "report", "abc");
    }

    @Test
    void wrongPid_negative() throws IOException {
        assertSaid(2, "wrong-pid-negative", "report", "-5");
    }

    @Test
    void deadPid() throws IOException {
        assertSaid(1, "dead-pid", "report", "4711");
    }

    @Test
    void ownPid() throws IOException {
        machine.process(FakeMachine.OWN_PID);
        assertSaid(1, "own-pid", "report", "99");
    }

    @Test
    void noJvm() throws IOException {
        machine.process(4711).noJvm();
        assertSaid(1, "no-jvm", "report", "4711");
    }

    @Test
    void otherUser() throws IOException {
        machine.process(4711).ofUser(machine.uid + 1);
        machine.asUser(65_534);
        assertThat(machine.run("report", "4711")).isEqualTo(1);
        String owner = java.nio.file.Files.getOwner(machine.root).getName();
        assertThat(machine.err().replace("user " + owner, "user OWNER").replace("-u " + owner, "-u OWNER"))
                .isEqualTo(golden("other-user"));
    }

    @Test
    void attachDisabled() throws IOException {
        machine.process(4711).java("17.0.15", "0100");
        assertSaid(1, "attach-disabled", "attach", "4711");
    }

    @Test
    void attachDisabled_withoutPerfData() throws IOException {
        machine.process(4711).command("/opt/jdk/bin/java", "-XX:+DisableAttachMechanism", "-XX:-UsePerfData", "Main");
        assertSaid(1, "attach-disabled", "attach", "4711");
    }

    @Test
    void dynamicLoadingDisabled() throws IOException {
        machine.process(4711).command("/opt/jdk/bin/java", "-XX:-EnableDynamicAgentLoading", "Main");
        assertSaid(1, "dynamic-loading-disabled", "report", "4711", "--attach");
    }

    @Test
    void dynamicLoadingDisabled_toldByTheJvm() throws IOException {
        Loading refused = (process, jar, options) ->
                "Dynamic agent loading is not enabled. " + "Use -XX:+EnableDynamicAgentLoading to launch target VM.";
        machine.attachment(new Attachment(refused, refused, true)).process(4711).java("30", "1100");
        assertSaid(1, "dynamic-loading-disabled", "attach", "4711");
    }

    @Test
    void noJdkAttach() throws IOException {
        Loading silent = (process, jar, options) -> {
            throw new IOException("the JVM did not open /tmp/.java_pid4711 within 10 s");
        };
        machine.attachment(new Attachment(silent, silent, false)).process(4711);
        assertSaid(1, "no-jdk-attach", "attach", "4711");
    }

    /** It would be refused as that other one is. */
    @Test
    void perfDataOfAnotherJvm_isNotRead() throws IOException {
        machine.process(4711).java("11.0.24", "0000").withoutPerfData();
        assertThat(machine.run("attach", "4711", "control=off"))
                .as("%s", machine.err())
                .isZero();
    }

    /** The JDK's own way would look for its socket in our /tmp. */
    @Test
    void otherFiles_areReachedByOurOwnProtocol() throws IOException {
        List<String> loaded = new ArrayList<>();
        Loading jdk = (process, jar, options) -> "asked by the JDK";
        Loading own = (process, jar, options) -> {
            loaded.add(options);
            return "";
        };
        FakeProcess process =
                machine.attachment(new Attachment(jdk, own, true)).process(4711).withOtherFiles();
        Path there = process.folder.resolve("root" + machine.jar);
        Files.createDirectories(there.getParent());
        Files.createFile(there);
        assertThat(machine.run("attach", "4711", "control=off"))
                .as("%s", machine.err())
                .isZero();
        assertThat(loaded).containsExactly("control=off");
    }

    @Test
    void java11() throws IOException {
        machine.process(4711).java("11.0.24", "1100");
        assertSaid(1, "java-11", "attach", "4711");
    }

    @Test
    void otherContainer() throws IOException {
        machine.process(4711).inContainer(1);
        assertSaid(1, "other-container", "attach", "4711");
    }

    @Test
    void justStarted() throws IOException {
        machine.process(4711).catchingNoSignals();
        assertSaid(1, "no-signal-handler", "attach", "4711");
    }

    @Test
    void agentOfAnotherVersion() throws IOException {
        try (FakeAgent agent = new FakeAgent(machine.process(4711).agentSocket(), "0.9.0")) {
            agent.answer("GET /api/report", REPORT);
            assertSaid(0, "agent-of-another-version", "report", "4711", "--format", "json");
            assertThat(machine.out()).isEqualTo(REPORT);
        }
    }

    @Test
    void agentIsThere_isNotLoadedTwice() throws IOException {
        try (FakeAgent agent = new FakeAgent(machine.process(4711).agentSocket())) {
            assertSaid(1, "attached-already", "attach", "4711");
            assertThat(agent.asked()).allMatch("GET /healthz"::equals);
        }
    }

    @Test
    void unwritableOutput() throws IOException {
        try (FakeAgent agent = new FakeAgent(machine.process(4711).agentSocket())) {
            agent.answer("GET /api/report", REPORT);
            Path file = machine.root.resolve("nowhere/report.json");
            assertSaid(1, "unwritable-output", "report", "4711", "--output", file.toString());
        }
    }

    @Test
    void noAgent() throws IOException {
        machine.process(4711);
        assertSaid(1, "no-agent", "detach", "4711");
    }

    @Test
    void optionTheAgentRefuses_isSaidInItsWords() throws IOException {
        try (FakeAgent agent = new FakeAgent(machine.process(4711).agentSocket())) {
            agent.answer("POST /set?http=%3A1%20%26", "1.0.0", 400, "{\"error\":\"http is \\u001b[31mnot dynamic\"}");
            assertSaid(1, "set-refused", "set", "4711", "http=:1 &");
        }
    }

    private void assertSaid(int code, String golden, String... words) throws IOException {
        assertThat(machine.run(words)).as("%s", machine.err()).isEqualTo(code);
        assertThat(machine.err()).isEqualTo(golden(golden));
        assertThat(machine.err().lines().count()).isBetween(1L, 2L);
    }

    private static String golden(String name) throws IOException {
        return Resources.text("golden/cli/" + name + ".txt");
    }
}
