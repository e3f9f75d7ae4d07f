package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.Transcript.Bytes;
import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.other.OtherAgent;
import io.tcpclose.it.story.Echoes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Others that transform the same classes, before us and after us, and JVMs that compile and verify differently. */
class CoAgentIT {
    private static final List<Class<?>> SUITES = List.of(Echoes.class);

    /** The JDK's own classes are verified too, as we and the other agent left them. */
    private static final String[] VERIFIED = {"-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal"};

    @TestFactory
    Stream<DynamicContainer> anotherAgentBefore() {
        return OnEachJdk.run(jdk -> {
            Path folder = Stage.folder("other-before", jdk);
            return tests(
                    jdk, folder, Fork.of(jdk).vm(VERIFIED).vm(other(folder)).agent(options(folder)));
        });
    }

    @TestFactory
    Stream<DynamicContainer> anotherAgentAfter() {
        return OnEachJdk.run(jdk -> {
            Path folder = Stage.folder("other-after", jdk);
            return tests(
                    jdk,
                    folder,
                    Fork.of(jdk).vm(VERIFIED).agent(options(folder)).vm(other(folder)));
        });
    }

    /** JFR transforms the socket classes itself where its events are not built in. */
    @TestFactory
    Stream<DynamicContainer> flightRecording() {
        return OnEachJdk.run(jdk -> {
            Path folder = Stage.folder("jfr", jdk);
            String recording = "-XX:StartFlightRecording:settings=profile,filename=" + folder.resolve("it.jfr");
            // What the JVM itself says of its recorder goes to a file: stdout is asked for what the agent says.
            String log = "-Xlog:jfr+system=warning:file=" + folder.resolve("jfr.log");
            Fork fork = Fork.of(jdk)
                    .vm("-Xlog:jfr+startup=off", "-Xlog:jfr+system=off", log, recording)
                    .agent(options(folder));
            return Stream.concat(tests(jdk, folder, fork), Stream.of(dynamicTest("recorded", () -> assertThat(
                            folder.resolve("it.jfr"))
                    .isNotEmptyFile())));
        });
    }

    @TestFactory
    Stream<DynamicTest> compiledAtOnce() throws Exception {
        return mode("xcomp", "-Xcomp");
    }

    @TestFactory
    Stream<DynamicTest> interpreted() throws Exception {
        return mode("xint", "-Xint");
    }

    /** How the hooks are run is the same for each JDK. */
    private static Stream<DynamicTest> mode(String name, String option) throws Exception {
        Jdk jdk = Jdk.running();
        Path folder = Stage.folder(name, jdk);
        return tests(jdk, folder, Fork.of(jdk).vm(option).agent(options(folder)));
    }

    private static String options(Path folder) throws IOException {
        return AgentConfig.in(folder).argument();
    }

    private static Stream<DynamicTest> tests(Jdk jdk, Path folder, Fork fork) throws Exception {
        fork.vm("-Dtcpclose.test.keep-closed=true");
        Played played = Stage.play(fork, SUITES, folder, Duration.ofMillis(250));
        return Stream.concat(
                Stream.of(dynamicTest("as a whole", () -> assertWhole(played))),
                Scenario.of(SUITES, jdk.feature()).stream()
                        .map(scenario -> dynamicTest(scenario.id(), () -> assertCounted(played, scenario.id()))));
    }

    private static void assertWhole(Played played) throws Exception {
        played.assertAgentWhole();
        played.assertOpened(played.transcript().openedCount());
        assertThat(played.report().findings()).isEmpty();
        JsonNode hookPoints = played.report().json().at("/agent/hookPoints");
        assertThat(hookPoints.get("matched").asInt())
                .isPositive()
                .isEqualTo(hookPoints.get("expected").asInt());
    }

    private static void assertCounted(Played played, String scenario) throws Exception {
        played.assertTruth(scenario);
        List<Bytes> said = played.transcript().bytes(scenario);
        assertThat(said).hasSize(1);
        JsonNode connection = played.report().connection(said.get(0).ports()).orElseThrow();
        assertThat(connection.get("bytesRead").asLong()).isEqualTo(said.get(0).read());
        assertThat(connection.get("bytesWritten").asLong())
                .isEqualTo(said.get(0).written());
        assertThat(connection.get("timeline").findValuesAsText("event")).contains("eof", "close", "closed");
    }

    private static String other(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", OtherAgent.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        Path jar = folder.resolve("other.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> classes = Files.list(Path.of("target/test-classes/io/tcpclose/it/other"))) {
            for (Path type : classes.toList()) {
                out.putNextEntry(new JarEntry("io/tcpclose/it/other/" + type.getFileName()));
                Files.copy(type, out);
            }
        }
        return "-javaagent:" + jar;
    }
}
