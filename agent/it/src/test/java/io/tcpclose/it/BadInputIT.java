package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.it.app.ExitMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with the agent's input, the application starts, writes its own output and exits with its own code. */
class BadInputIT {
    private static final int CODE = 7;

    @TempDir
    Path folder;

    @Test
    void goodInput_isQuiet() throws Exception {
        List<String> messages = messages(agent(""));
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0)).startsWith("tcpclose 1.0.0: tracing TCP sockets of pid ");
        assertThat(messages.get(1)).isEqualTo("tcpclose: 0 opened, 0 closed, 0 open, 0 findings");
    }

    @Test
    void unknownOption_isNamedWithItsNearest() throws Exception {
        assertOneComplaint(agent("probe.intervall=1s"), "probe.intervall", "1s", "probe.interval");
    }

    @Test
    void unknownOption_inSystemPropertyAndEnvironment() throws Exception {
        Fork fork = agent("").vm("-Dtcpclose.repport=none").env("TCPCLOSE_LOGG", "none");
        List<String> messages = messages(fork);
        assertThat(messages).anySatisfy(line -> assertThat(line).contains("repport"));
        assertThat(messages).anySatisfy(line -> assertThat(line).containsIgnoringCase("logg"));
    }

    @Test
    void kubernetesServiceLinks_areIgnored() throws Exception {
        Fork fork = agent("").env("TCPCLOSE_PORT", "tcp://10.0.0.1:80").env("TCPCLOSE_SERVICE_HOST", "10.0.0.1");
        assertThat(messages(fork)).hasSize(2);
    }

    @Test
    void badValue_isNamedWithWhatIsAllowed() throws Exception {
        assertOneComplaint(agent("probe.interval=soon"), "probe.interval", "soon", "100ms");
    }

    @Test
    void badEnumValue_isNamedWithWhatIsAllowed() throws Exception {
        assertOneComplaint(agent("stacks=some"), "stacks", "some", "open");
    }

    @Test
    void missingConfig_isNamed() throws Exception {
        assertOneComplaint(agent("config=" + folder.resolve("none.properties")), "none.properties");
    }

    @Test
    void directoryAsConfig_isNamed() throws Exception {
        assertOneComplaint(agent("config=" + folder), folder.toString());
    }

    @Test
    void unwritableReport_isNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a directory");
        String report = file.resolve("report.json").toString();
        List<String> messages = messages(agent("report=" + report));
        assertThat(messages).anySatisfy(line -> assertThat(line).contains(report));
    }

    @Test
    void agentTwice_isOneAgent() throws Exception {
        List<String> messages = messages(agent("").agent(""));
        assertThat(messages).filteredOn(line -> line.contains("hook points")).hasSize(1);
        assertThat(messages).hasSize(3);
    }

    @Test
    void jarRenamedAndMoved_works() throws Exception {
        Path jar = Files.copy(
                AgentJar.path(), Files.createDirectory(folder.resolve("ä b")).resolve("my agent.jar"));
        Fork fork = Fork.of(Jdk.running()).vm("-javaagent:" + jar).main(ExitMain.class, "" + CODE);
        assertThat(messages(fork)).anySatisfy(line -> assertThat(line).contains("hook points"));
    }

    /** The implementation of before JDK 13, which 17 still has behind a flag. */
    @Test
    void plainSocketImpl_isSaidWhereThereIsOne() throws Exception {
        List<String> messages = messages(agent("").vm("-Djdk.net.usePlainSocketImpl"));
        boolean there = Jdk.running().feature() == 17;
        assertThat(messages.stream().anyMatch(line -> line.contains("jdk.net.usePlainSocketImpl")))
                .isEqualTo(there);
    }

    @Test
    void disabled_isInert() throws Exception {
        assertThat(messages(agent("enabled=false")))
                .noneSatisfy(line -> assertThat(line).contains("hook points"));
    }

    /** A JVM too old to load the agent's classes, if the build names one. */
    @Test
    void jdk11_isToldSoInOneLine(TestInfo test) throws Exception {
        String home = System.getProperty("tcpclose.jdk11", "").trim();
        Optional<Jdk> jdk = home.isEmpty() ? Optional.empty() : Jdk.at(Path.of(home));
        if (jdk.isEmpty()) {
            assertThat(home).as("tcpclose.jdk11 names no JDK").isEmpty();
            System.out.println("not tested here: JDK 11 (name one with -Dtcpclose.jdk11): " + test.getDisplayName());
            return;
        }
        Fork fork = Fork.of(jdk.get()).agent("").program(hello().toString());
        List<String> messages = messages(fork);
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0)).contains("17").doesNotContain("UnsupportedClassVersionError");
    }

    /** Run from its source: the classes of this test are too new. */
    private Path hello() throws IOException {
        return Files.writeString(
                folder.resolve("Hello.java"),
                "class Hello { public static void main(String[] a) { System.out.println(\"hello\"); System.exit(" + CODE
                        + "); } }");
    }

    private static Fork agent(String options) {
        return Fork.of(Jdk.running()).agent(options).main(ExitMain.class, "" + CODE);
    }

    private void assertOneComplaint(Fork fork, String... parts) throws Exception {
        List<String> messages = messages(fork);
        assertThat(messages).as("start line, complaint, exit line").hasSize(3);
        assertThat(messages).anySatisfy(line -> assertThat(line).contains(parts));
    }

    /** The lines on stderr of an application that is not disturbed. */
    private List<String> messages(Fork fork) throws Exception {
        try (Forked app = fork.start(folder.resolve("run"))) {
            assertThat(app.exitCode(Duration.ofSeconds(30)))
                    .as("exit code; stderr: %s", app.stderr())
                    .isEqualTo(CODE);
            assertThat(app.stdout()).containsExactly("hello");
            assertThat(app.stderr()).noneMatch(line -> line.startsWith("\tat "));
            return app.stderr();
        }
    }
}
