package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.start.Guarded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** The application starts, works and ends under a SecurityManager, whatever that lets the agent do. */
class SecurityManagerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** JDK 24 has none any more. */
    private static final int LAST = 23;

    private static final String OUT =
            "tcpclose: the SecurityManager does not grant tcpclose-agent.jar java.security.AllPermission,"
                    + " the application goes on without it";
    private static final String APPLICATION = """
            grant codeBase "%s" {
              permission java.net.SocketPermission "localhost:*", "accept,connect,listen,resolve";
              permission java.lang.RuntimePermission "exitVM.5";
            };
            """;
    private static final String AGENT = "grant codeBase \"%s\" { permission java.security.AllPermission; };\n";

    @TestFactory
    Stream<DynamicContainer> applicationRuns_asWithoutTheAgent() {
        return OnEachJdk.run(jdk -> jdk.feature() > LAST
                ? Stream.of()
                : Stream.of(
                        dynamicTest("the agent is granted nothing", () -> assertOut(jdk, "nothing", "")),
                        dynamicTest(
                                "the agent is granted too little",
                                () -> assertOut(
                                        jdk,
                                        "little",
                                        AGENT.replace(
                                                "security.AllPermission", "util.PropertyPermission \"*\", \"read\""))),
                        dynamicTest("the agent is granted all", () -> assertWhole(jdk))));
    }

    private static void assertOut(Jdk jdk, String name, String grant) throws Exception {
        Path report = run(jdk, "guarded-" + name, grant, List.of(OUT));
        assertThat(report).doesNotExist();
    }

    /** The application's own frames are below each hook, and at the end below the report. */
    private static void assertWhole(Jdk jdk) throws Exception {
        AgentReport report = AgentReport.read(run(jdk, "guarded-all", AGENT, List.of()));
        assertThat(report.hookErrors()).isZero();
        assertThat(report.json().at("/agent/hookPoints/missing")).isEmpty();
        assertThat(report.count("opened")).isEqualTo(8);
        assertThat(report.findings().map(Finding::rule)).containsExactly("eof-not-closed");
    }

    private static Path run(Jdk jdk, String name, String grant, List<String> said) throws Exception {
        Path folder = Stage.folder(name, jdk);
        Path report = folder.resolve("report.json");
        Files.deleteIfExists(report);
        String classes = Path.of("target", "test-classes").toUri().toString();
        Path policy = Files.writeString(
                folder.resolve("policy"),
                APPLICATION.formatted(classes) + grant.formatted(AgentJar.path().toUri()));
        Fork fork = Fork.of(jdk)
                .agent("log=none,rule.eof-not-closed.after=1s,probe.interval=200ms,report=" + report)
                .vm("-Djava.security.manager", "-Djava.security.policy==" + policy)
                .main(Guarded.class);
        try (Forked app = fork.start(folder)) {
            assertThat(app.exitCode(PATIENCE)).isEqualTo(5);
            assertThat(app.stdout()).containsExactly("OPEN true");
            assertThat(app.stderr().stream()
                            .filter(line -> !line.startsWith("WARNING: ") && !line.startsWith("tcpclose 1")))
                    .isEqualTo(said);
        }
        return report;
    }
}
