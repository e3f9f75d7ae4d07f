package io.tcpclose.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.agent.cli.attach.Attachment;
import io.tcpclose.agent.cli.attach.Loading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report of a JVM with the agent, without it, and with an agent that comes for the report. */
class ReportCommandTest {
    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private final FakeMachine machine;

    ReportCommandTest(@TempDir Path folder) throws IOException {
        machine = new FakeMachine(folder);
    }

    private FakeAgent agent() throws IOException {
        FakeAgent agent = new FakeAgent(machine.process(4711).agentSocket());
        return agent.answer("GET /api/report", Resources.text("cli/client.json"))
                .answer("GET /report.html", "<!doctype html>\u001b[31m");
    }

    @Test
    void text_isRenderedHere() throws IOException {
        try (FakeAgent agent = agent()) {
            assertThat(machine.run("report", "4711")).as("%s", machine.err()).isZero();
            assertThat(machine.out())
                    .startsWith("tcpclose 1.0.0  pid 24316 orders.jar")
                    .contains("WARN  eof-not-closed", "opened  com.acme.Orders.borrow(Orders.java:3)");
            assertThat(agent.asked()).containsExactly("GET /healthz", "GET /api/report");
        }
    }

    @ParameterizedTest
    @CsvSource({"r.txt,tcpclose 1.0.0", "r.json,'{\n \"schema\": 1'", "r.html,<!doctype"})
    void file_isTheOwnersAlone(String name, String start) throws IOException {
        Path file = machine.root.resolve(name);
        Files.writeString(file, "old");
        try (FakeAgent agent = agent()) {
            assertThat(machine.run("report", "4711", "--output", file.toString()))
                    .isZero();
            assertThat(agent.asked()).contains(name.endsWith("html") ? "GET /report.html" : "GET /api/report");
        }
        assertThat(file).content().startsWith(start);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(machine.out()).isEmpty();
    }

    @Test
    void stdout_getsNothingThatSteersATerminal() throws IOException {
        try (FakeAgent agent = agent()) {
            assertThat(machine.run("report", "4711", "--format", "html")).isZero();
            assertThat(agent.asked()).contains("GET /report.html");
        }
        assertThat(machine.out()).isEqualTo("<!doctype html>?[31m");
    }

    @ParameterizedTest
    @CsvSource({"warn,3", "error,0"})
    void failOn_exitsWith3(String severity, int code) throws IOException {
        try (FakeAgent agent = agent()) {
            assertThat(machine.run("report", "4711", "--fail-on", severity)).isEqualTo(code);
            assertThat(agent.asked()).hasSize(2);
        }
        assertThat(machine.out()).contains("eof-not-closed");
        assertThat(machine.err())
                .isEqualTo(
                        code == 0
                                ? ""
                                : "tcpclose: 2 findings of warn or error: eof-not-closed 127.0.0.1:17777, fin-unnoticed 127.0.0.1:17777\n");
    }

    @Test
    void baseline_isNotFailed() throws IOException {
        Path all = Files.writeString(machine.root.resolve("all.json"), Resources.text("cli/client.json"));
        Path some = Files.writeString(
                machine.root.resolve("some.json"),
                Resources.text("cli/client.json").replace("2c621a87633257c2", "another"));
        try (FakeAgent agent = agent()) {
            assertThat(machine.run("report", "4711", "--fail-on=warn", "--baseline", all.toString()))
                    .isZero();
            assertThat(machine.run("report", "4711", "--fail-on=warn", "--baseline", some.toString()))
                    .isEqualTo(3);
            assertThat(agent.asked()).hasSize(4);
        }
        assertThat(machine.err())
                .isEqualTo("tcpclose: 1 finding of warn or error that the baseline does not have: "
                        + "eof-not-closed 127.0.0.1:17777\n");
    }

    @Test
    void wrongBaseline_isToldBeforeAnythingIsDone() throws IOException {
        try (FakeAgent agent = agent()) {
            assertThat(machine.run("report", "4711", "--fail-on=warn", "--baseline=/nowhere.json"))
                    .isEqualTo(1);
            assertThat(agent.asked()).isEmpty();
        }
        assertThat(machine.err()).isEqualTo("tcpclose: cannot read /nowhere.json: no such file\n");
    }

    @ParameterizedTest
    @CsvSource({"--keep", "--baseline=x", "--fail-on=info", "--format=xml", "--for=soon", "--nonsense"})
    void optionsWithoutSense_areUsage(String option) {
        assertThat(machine.run("report", "4711", option)).isEqualTo(2);
        assertThat(machine.err()).startsWith("tcpclose: ").contains("Try: java -jar tcpclose-agent.jar report --help");
    }

    // --- without the agent ---

    private FakeProcess sockets() throws IOException {
        return machine.process(4711)
                .java("17.0.15", "1100")
                .link("fd/5", "socket:[100]")
                .link("fd/6", "socket:[101]")
                .link("fd/7", "socket:[102]")
                .link("fd/8", "socket:[103]")
                .link("fd/9", "pipe:[7]")
                .file(
                        "net/tcp",
                        HEADER
                                + row(0, "00000000:1F90", "00000000:0000", "0A", 3, 100)
                                + row(1, "0100007F:C001", "0100007F:1538", "08", 0, 101)
                                + row(2, "0100007F:C002", "0100007F:1538", "08", 33, 102)
                                + row(3, "0100007F:1F90", "0100007F:C003", "01", 0, 103)
                                + row(4, "0100007F:1F90", "0100007F:C004", "08", 1, 0)
                                + row(5, "0100007F:C009", "0100007F:1538", "08", 1, 999));
    }

    private static String row(int slot, String local, String remote, String state, int rx, long inode) {
        return "%4d: %s %s %s 00000000:%08X 00:00000000 00000000     0        0 %d 1 0000 20 4 30 10 -1\n"
                .formatted(slot, local, remote, state, rx, inode);
    }

    @Test
    void withoutAgent_theKernelsTableIsTold() throws IOException {
        sockets();
        assertThat(machine.run("report", "4711")).as("%s", machine.err()).isZero();
        assertThat(machine.out()).isEqualTo(Resources.text("golden/cli/proc-report.out"));
    }

    @Test
    void withoutAgent_nothingIsTouched() throws IOException {
        sockets();
        List<String> before = tree();
        assertThat(machine.run("report", "4711")).isZero();
        assertThat(machine.run("list")).isZero();
        assertThat(machine.run("watch", "4711")).isEqualTo(1);
        assertThat(tree()).isEqualTo(before);
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> all = Files.walk(machine.root)) {
            return all.map(path -> path + " " + modified(path)).sorted().toList();
        }
    }

    private static Object modified(Path path) {
        try {
            return Files.getLastModifiedTime(path, java.nio.file.LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"--format=json", "--format=html", "--output=x.json", "--fail-on=warn"})
    void withoutAgent_onlyTextIsTold(String option) throws IOException {
        sockets();
        assertThat(machine.run("report", "4711", option)).isEqualTo(1);
        assertThat(machine.err()).contains("only the text form", "report 4711 --attach");
    }

    @Test
    void hostileNames_areMadeHarmless() throws IOException {
        sockets().java("\u001b[2J17", "1100").command("java", "\u001b]0;evil\u0007");
        Files.delete(machine.root.resolve("tmp/hsperfdata_me/4711"));
        assertThat(machine.run("report", "4711")).isZero();
        assertThat(machine.run("list")).isZero();
        assertThat(machine.out()).contains("evil").doesNotContain("\u001b", "\u0007");
    }

    @Test
    void list_tellsOfEachJvm() throws IOException {
        sockets();
        machine.process(12).noJvm();
        machine.process(FakeMachine.OWN_PID);
        machine.process(4712).java("21.0.13", "1100").inContainer(1);
        try (FakeAgent agent =
                new FakeAgent(machine.process(4713).java("25.0.3", "1100").agentSocket())) {
            agent.answer("GET /api/report?limit=0", Resources.text("cli/client.json"));
            assertThat(machine.run("list")).isZero();
        }
        assertThat(machine.out().lines().map(line -> line.replaceFirst("(\\d) +\\S+", "$1 USER")))
                .containsExactly(
                        " PID  USER  AGENT  OPEN  CLOSE_WAIT  JAVA     MAIN",
                        "4711 USER  -         3           2  17.0.15  orders.jar",
                        "4712 USER  -         ?           ?  ?        orders.jar (container)",
                        "4713 USER  1.0.0     4           2  25.0.3   orders.jar");
    }

    // --- an agent for the report ---

    /** What was leaked before the agent came is not used again: only the kernel knows it. */
    @Test
    void attach_loadsReportsAndDetaches() throws IOException {
        FakeProcess process = sockets();
        List<FakeAgent> loaded = new ArrayList<>();
        machine.attachment(way(loading(process, loaded)));
        assertThat(machine.run("report", "4711", "--attach", "--for=0s"))
                .as("%s", machine.err())
                .isZero();
        try (FakeAgent agent = loaded.get(0)) {
            assertThat(agent.asked()).containsExactly("GET /healthz", "GET /api/report", "POST /detach");
        }
        assertThat(machine.out())
                .contains(
                        "eof-not-closed",
                        "OLDER THAN THE AGENT  3 ",
                        "127.0.0.1:5432        1          1            32");
    }

    /** Thresholds that are longer than the time there is would tell nothing of what was leaked before. */
    @ParameterizedTest
    @CsvSource({
        "--for=20ms,'report=none,log=none,micrometer=off,observe=20ms',1",
        "--for=0s,'report=none,log=none,micrometer=off',0"
    })
    void attach_tellsTheAgentHowLongItStays(String time, String options, long lines) throws IOException {
        FakeProcess process = machine.process(4711);
        List<FakeAgent> loaded = new ArrayList<>();
        List<String> told = new ArrayList<>();
        Loading loading = loading(process, loaded);
        machine.attachment(way((jvm, jar, argument) -> {
            told.add(argument);
            return loading.load(jvm, jar, argument);
        }));
        assertThat(machine.run("report", "4711", "--attach", time)).isZero();
        loaded.get(0).close();
        assertThat(told).containsExactly(options);
        assertThat(machine.err().lines())
                .filteredOn(line -> line.equals("tcpclose: what was in CLOSE_WAIT before the agent came is a finding"
                        + " after half of --for (10 ms) where eof-not-closed and fin-unnoticed wait for longer"))
                .hasSize((int) lines);
    }

    @Test
    void keep_leavesTheAgent() throws IOException {
        FakeProcess process = machine.process(4711);
        List<FakeAgent> loaded = new ArrayList<>();
        machine.attachment(way(loading(process, loaded)));
        assertThat(machine.run("report", "4711", "--attach", "--for=0s", "--keep"))
                .isZero();
        try (FakeAgent agent = loaded.get(0)) {
            assertThat(agent.asked()).containsExactly("GET /healthz", "GET /api/report");
        }
    }

    @Test
    void attach_whereTheAgentIs_neitherLoadsNorDetaches() throws IOException {
        try (FakeAgent agent = agent()) {
            assertThat(machine.run("report", "4711", "--attach")).isZero();
            assertThat(agent.asked()).doesNotContain("POST /detach");
        }
        assertThat(machine.err()).contains("has the agent: neither loaded nor detached");
    }

    private static Attachment way(Loading loading) {
        return new Attachment(loading, loading, true);
    }

    private static Loading loading(FakeProcess process, List<FakeAgent> loaded) {
        return (jvm, jar, options) -> {
            loaded.add(new FakeAgent(process.agentSocket())
                    .answer("GET /api/report", Resources.text("cli/client.json"))
                    .answer("POST /detach", ""));
            return "";
        };
    }

    @Test
    void watch_showsWhatHasChanged() throws IOException {
        try (FakeAgent agent = agent()) {
            String before = Resources.text("cli/client.json");
            agent.answer("GET /api/report?limit=0", before)
                    .answer(
                            "GET /api/report?limit=0",
                            before.replace("\"open\": 4,", "\"open\": 9,")
                                    .replace("\"closeWait\": 2", "\"closeWait\": 1"));
            assertThat(machine.run("watch", "4711", "--count=2", "--interval=0s"))
                    .as("%s", machine.err())
                    .isZero();
        }
        assertThat(machine.out()).doesNotContain("\u001b").isEqualTo(Resources.text("golden/cli/watch.out"));
    }

    @Test
    void watch_clearsATerminal() throws IOException {
        try (FakeAgent agent = agent()) {
            agent.answer("GET /api/report?limit=0", Resources.text("cli/client.json"));
            assertThat(machine.terminal().run("watch", "4711", "--count=1")).isZero();
        }
        assertThat(machine.out()).startsWith("\u001b[H\u001b[2J");
    }
}
