package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.bug.BugMain;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Real bugs of published libraries: each is named with the library's class that opened the socket, and its fix is silent. */
class BugsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<String> SHORT = List.of(
            "eof-not-closed",
            "fin-unnoticed",
            "done-not-closed",
            "half-close-stuck",
            "closed-but-registered",
            "opened-never-connected",
            "accepted-never-read");

    /**
     * @param buggy jars of the version with the bug
     * @param rules one of which must name it
     * @param opener beginning of a frame of the opening stack
     */
    private record Bug(String name, List<String> buggy, List<String> fixed, List<String> rules, String opener) {}

    private static final List<Bug> BUGS = List.of(
            new Bug(
                    "pgjdbc",
                    List.of("postgresql-42.3.1"),
                    List.of("postgresql-42.3.2"),
                    List.of("fin-unnoticed"),
                    "org.postgresql.core.PGStream."),
            new Bug(
                    "mariadb",
                    List.of("mariadb-java-client-1.5.4"),
                    List.of("mariadb-java-client-1.5.5"),
                    List.of("fin-unnoticed"),
                    "org.mariadb.jdbc.internal.protocol.AbstractConnectProtocol."),
            new Bug(
                    "jedis",
                    List.of("jedis-2.7.2", "commons-pool2-2.3"),
                    List.of("jedis-2.8.0", "commons-pool2-2.3"),
                    List.of("fin-unnoticed"),
                    "redis.clients.jedis.Connection."),
            misuse(
                    "httpclient",
                    List.of("httpclient-4.5.14", "httpcore-4.4.16", "commons-logging-1.2"),
                    "fin-unnoticed",
                    "org.apache.http.impl.conn."),
            misuse("nanohttpd", List.of("nanohttpd-2.3.1"), "close-discards-unread", "fi.iki.elonen.NanoHTTPD$"),
            misuse(
                    "commons-net",
                    List.of("commons-net-3.11.1"),
                    "fin-unnoticed",
                    "org.apache.commons.net.SocketClient."));

    /** The library is sound, and is used wrongly or as it should be. */
    private static Bug misuse(String name, List<String> jars, String rule, String opener) {
        return new Bug(name, jars, jars, List.of(rule), opener);
    }

    @TestFactory
    Stream<DynamicContainer> bugs_areNamedAndTheirFixesSilent() {
        return OnEachJdk.run(BugsIT::tests);
    }

    /** They wait rather than work: all are run at once. */
    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        List<Forked> apps = new ArrayList<>();
        try {
            for (Bug bug : BUGS) {
                apps.add(start(jdk, bug, "buggy", bug.buggy()));
                apps.add(start(jdk, bug, "fixed", bug.fixed()));
            }
            for (Forked app : apps) {
                app.await("DONE", PATIENCE);
                app.exitCode(PATIENCE);
            }
        } finally {
            apps.forEach(Forked::close);
        }
        return BUGS.stream()
                .flatMap(bug -> Stream.of(
                        dynamicTest(bug.name() + " buggy", () -> assertNamed(jdk, bug)),
                        dynamicTest(bug.name() + " fixed", () -> assertSilent(jdk, bug))));
    }

    private static Forked start(Jdk jdk, Bug bug, String variant, List<String> jars) throws Exception {
        Path folder = folder(jdk, bug, variant);
        AgentConfig config =
                AgentConfig.in(folder).set("probe.interval", "500ms").set("log", "none");
        SHORT.forEach(rule -> config.set("rule." + rule + ".after", "1s"));
        return Fork.of(jdk)
                .agent(config.argument())
                // A dropped Socket is to lie there until the end: no collection before.
                .vm("-Xmn128m", "-cp", classPath(jars))
                .program(BugMain.class.getName(), bug.name(), variant)
                .start(folder);
    }

    private static Path folder(Jdk jdk, Bug bug, String variant) throws Exception {
        return Stage.folder("bug-" + bug.name() + "-" + variant, jdk);
    }

    private static String classPath(List<String> jars) {
        Stream<String> libraries = jars.stream().map(jar -> "target/bugs/" + jar + ".jar");
        return Stream.concat(Stream.of("target/test-classes"), libraries)
                .map(path -> Path.of(path).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static AgentReport report(Jdk jdk, Bug bug, String variant) throws Exception {
        return AgentReport.read(folder(jdk, bug, variant).resolve("report.json"));
    }

    private static void assertNamed(Jdk jdk, Bug bug) throws Exception {
        List<Finding> findings = report(jdk, bug, "buggy").findings().toList();
        assertThat(findings)
                .filteredOn(finding -> bug.rules().contains(finding.rule()))
                .anySatisfy(finding -> {
                    assertThat(finding.openedStack()).anyMatch(frame -> frame.startsWith(bug.opener()));
                    assertThat(finding.severity()).isIn("warn", "error");
                });
    }

    private static void assertSilent(Jdk jdk, Bug bug) throws Exception {
        AgentReport report = report(jdk, bug, "fixed");
        assertThat(report.count("opened")).as("connections").isGreaterThan(2);
        assertThat(report.findings().map(Finding::severity))
                .doesNotContainAnyElementsOf(Arrays.asList("warn", "error"));
    }
}
