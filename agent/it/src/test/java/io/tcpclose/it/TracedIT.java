package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.trace.TracedDeployments;
import io.tcpclose.it.trace.TracedMain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Findings name the trace that the offending thread was in, where the application has a library that knows of traces. */
class TracedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    /** What each way needs on its class path. */
    private static final Map<String, Predicate<String>> JARS = Map.of(
            "otel", jar -> jar.startsWith("opentelemetry-"),
            "mdc", jar -> jar.startsWith("slf4j-") || jar.startsWith("logback-"),
            "none", jar -> false);

    @TestFactory
    Stream<DynamicContainer> findings_nameTheirTrace() {
        return OnEachJdk.run(
                jdk -> Stream.of(dynamicTest("otel", () -> assertTraced(jdk, "otel", false)), undeployed(jdk)));
    }

    @Test
    void mdc_isReadToo() throws Exception {
        assertTraced(Jdk.running(), "mdc", false);
    }

    @Test
    void lateAttach_findsALibraryThatIsInUse() throws Exception {
        assertTraced(Jdk.running(), "otel", true);
    }

    @Test
    void withoutALibrary_thereAreNoTraces() throws Exception {
        assertUntraced(Jdk.running());
    }

    private static void assertTraced(Jdk jdk, String library, boolean late) throws Exception {
        Path folder = Stage.folder("traced-" + library + (late ? "-late" : ""), jdk);
        AgentReport report = play(jdk, library, folder, late);
        assertThat(report.hookErrors()).isZero();
        ReportSchema.assertValid(report);
        for (String rule : List.of("use-after-close", "eof-not-closed")) {
            // What was opened before a late attach was opened outside of any trace that we know of.
            assertThat(report.findings()
                            .filter(finding -> finding.rule().equals(rule))
                            .filter(finding -> !late || !finding.openedStack().isEmpty()))
                    .isNotEmpty()
                    .allSatisfy(finding -> {
                        assertThat(finding.json().path("traceId").asText()).isEqualTo(TRACE);
                        assertThat(finding.json().path("spanId").asText()).isEqualTo(SPAN);
                    });
        }
    }

    private static void assertUntraced(Jdk jdk) throws Exception {
        Path folder = Stage.folder("traced-none", jdk);
        AgentReport report = play(jdk, "none", folder, false);
        assertThat(report.findings()).isNotEmpty().noneMatch(finding -> finding.json()
                .has("traceId"));
    }

    /** Until a snapshot says what is waited for; without a library, for as long as that takes with one. */
    private static AgentReport play(Jdk jdk, String library, Path folder, boolean late) throws Exception {
        Path file = folder.resolve("report.json");
        Files.deleteIfExists(file);
        String options = AgentConfig.in(folder)
                .set("report.interval", "1s")
                .set("report.keep", "1")
                .set("log", folder.resolve("findings.log").toString())
                .set("rule.eof-not-closed.after", "300ms")
                .argument();
        Fork fork = late ? Fork.of(jdk) : Fork.of(jdk).agent(options);
        try (Peer peer = Peer.start(folder.resolve("peer"));
                Forked app = fork.vm("-cp", classPath(library))
                        .program(TracedMain.class.getName(), library, "" + peer.listen("push:1 close"))
                        .start(folder)) {
            app.await("HOLD", PATIENCE);
            if (late) AgentJar.attach(app, options);
            until(file, library.equals("none") ? "eof-not-closed" : TRACE);
            TimeUnit.MILLISECONDS.sleep(1_500);
            app.send("x");
            assertThat(app.exitCode(PATIENCE)).isZero();
        }
        return AgentReport.read(file);
    }

    private static void until(Path file, String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file) || !Files.readString(file).contains(text)) {
            if (System.nanoTime() > deadline) throw new AssertionError("no " + text + " in " + file);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static DynamicTest undeployed(Jdk jdk) {
        return dynamicTest("undeployed applications are collected", () -> {
            Path folder = Stage.folder("traced-redeploy", jdk);
            List<String> arguments = new ArrayList<>();
            try (Peer peer = Peer.start(folder.resolve("peer"))) {
                arguments.add("" + peer.listen("push:1 close"));
                arguments.addAll(jars(jar -> true));
                AgentConfig config = AgentConfig.in(folder).set("probe.interval", "100ms");
                try (Forked app = Fork.of(jdk)
                        .agent(config.argument())
                        .main(TracedDeployments.class, arguments.toArray(new String[0]))
                        .start(folder)) {
                    assertThat(app.exitCode(PATIENCE)).isZero();
                    assertThat(app.stdout()).containsExactly("LEFT 0");
                }
            }
            AgentReport report = AgentReport.read(folder.resolve("report.json"));
            assertThat(report.findings())
                    .anyMatch(finding -> finding.json().path("traceId").asText().equals(TRACE));
        });
    }

    private static String classPath(String library) {
        List<String> path = new ArrayList<>(jars(JARS.get(library)));
        path.add(Path.of("target", "test-classes").toAbsolutePath().toString());
        return String.join(File.pathSeparator, path);
    }

    private static List<String> jars(Predicate<String> wanted) {
        File[] jars = Path.of("target", "tracing").toAbsolutePath().toFile().listFiles();
        assertThat(jars).as("libraries that know of traces").isNotEmpty();
        return Arrays.stream(jars)
                .filter(jar -> wanted.test(jar.getName()))
                .map(File::getPath)
                .sorted()
                .toList();
    }
}
