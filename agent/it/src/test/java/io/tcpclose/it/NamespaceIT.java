package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.app.LeakyMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Containers by hand: JVMs that are number 1 each and share a /tmp, and one with a /tmp of its own. Namespaces need a
 * permission; where it is missing these tests are reported as skipped.
 */
class NamespaceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] OWN_NUMBERS = {"unshare", "--pid", "--fork", "--kill-child", "--mount-proc"};
    /** And nothing can be created where it stands: not the file either that asks it to listen. */
    /** A checkout that lies in /tmp itself is put where it was. */
    private static final String OWN_TMP = """
            cd ../.. && root=$PWD && mount -t tmpfs none /tmp || exit 1
            case $root in /tmp/*) mkdir -p "$root" && mount -c --bind . "$root" || exit 1 ;; esac
            cd /proc && exec "$@"
            """;

    @TestFactory
    Stream<DynamicContainer> jvmsThatAreAllNumberOne() {
        return OnEachJdk.run(jdk -> Stream.of(
                dynamicTest("one has no agent", () -> assertAgentOfAnotherStays(jdk)),
                dynamicTest("both have one", () -> assertEachHasItsOwn(jdk)),
                dynamicTest("one after the other is attached to", () -> assertEachIsAttachedTo(jdk))));
    }

    private static void assertAgentOfAnotherStays(Jdk jdk) throws Exception {
        try (Forked with = start(numberOne(jdk).agent("report=none"), jdk, "ns-with");
                Forked without = start(numberOne(jdk), jdk, "ns-without")) {
            Cli outside = Cli.of(jdk);
            Cli inside = inside(jdk, without);
            String traced = awaitTraced(outside, with);
            assertLeftAlone(outside.run("detach", child(without)), child(without));
            assertLeftAlone(inside.run("detach", "1"), "1");
            Cli.Ended report = inside.run("report", "1");
            assertThat(report.code()).as(report.said()).isZero();
            assertThat(report.said()).contains("is in another JVM (pid 1 of pid namespace ");
            assertThat(report.text()).contains("no agent: from /proc");
            assertThat(awaitTraced(outside, with)).isEqualTo(traced);
            assertThat(with.stderr()).noneMatch(line -> line.contains("detached"));
        }
    }

    private static void assertLeftAlone(Cli.Ended ended, String pid) {
        assertThat(ended.code()).as(ended.said()).isEqualTo(1);
        assertThat(ended.said())
                .contains("is in another JVM (pid 1 of pid namespace ", "pid " + pid + " has no agent that answers");
    }

    private static void assertEachHasItsOwn(Jdk jdk) throws Exception {
        try (Forked first = start(numberOne(jdk).agent("report=none"), jdk, "ns-first")) {
            awaitTraced(Cli.of(jdk), first);
            try (Forked second = start(numberOne(jdk).agent("report=none"), jdk, "ns-second")) {
                Cli inside = inside(jdk, second);
                awaitTraced(Cli.of(jdk), second);
                assertThat(second.stderr())
                        .anyMatch(line ->
                                line.matches("tcpclose: control: \\S+ is another's, this JVM is asked at \\S+"));
                Cli.Ended detached = inside.run("detach", "1");
                assertThat(detached.code()).as(detached.said()).isZero();
                Service.awaitError(second, "tcpclose: detached");
                awaitTraced(Cli.of(jdk), first);
                assertThat(first.stderr()).noneMatch(line -> line.contains("detached"));
            }
        }
    }

    /** Where the first one listens for it, in the name of both. */
    private static void assertEachIsAttachedTo(Jdk jdk) throws Exception {
        try (Forked first = start(numberOne(jdk), jdk, "ns-attach-first");
                Forked second = start(numberOne(jdk), jdk, "ns-attach-second")) {
            for (Forked app : List.of(first, second)) {
                Cli.Ended attached = inside(jdk, app).run("attach", "1", "report=none");
                assertThat(attached.code()).as(attached.said()).isZero();
                Service.awaitError(app, "tcpclose 1.");
            }
            assertThat(first.stderr()).noneMatch(line -> line.contains("already"));
            Cli.Ended third = Cli.of(jdk).run("detach", child(first));
            assertThat(third.code()).as(third.said()).isZero();
            Cli.Ended hidden = Cli.of(jdk).run("attach", child(first));
            assertThat(hidden.said()).contains("is another JVM's, which has the same number and shares the folder");
            for (Forked app : List.of(first, second))
                assertThat(app.stdout()).as("no dump of threads").containsOnlyOnce("READY");
        }
    }

    @TestFactory
    Stream<DynamicContainer> jvmWithATmpOfItsOwn() {
        return OnEachJdk.run(jdk -> Stream.of(ownTmp(jdk)));
    }

    private static DynamicTest ownTmp(Jdk jdk) {
        return dynamicTest("is attached to, asked and detached", () -> {
            assumePermitted("unshare", "--mount", "sh", "-c", OWN_TMP, "sh", "true");
            Fork fork = Fork.of(jdk).by("unshare", "--mount", "sh", "-c", OWN_TMP, "sh");
            try (Forked app = start(fork, jdk, "ns-tmp")) {
                String pid = Long.toString(app.pid());
                Cli cli = Cli.of(jdk);
                Cli.Ended attached = cli.run("attach", pid, "report=none");
                assertThat(attached.code()).as(attached.said()).isZero();
                assertThat(attached.text()).contains("pid " + pid + ": agent ", " is tracing");
                assertThat(cli.run("report", pid).text())
                        .startsWith("tcpclose ")
                        .contains("LeakyMain");
                assertThat(cli.run("detach", pid).text()).isEqualTo("pid " + pid + ": detached");
                app.send("end");
                assertThat(app.exitCode(PATIENCE)).isZero();
                assertThat(app.stdout()).as("no dump of its threads").containsExactly("READY");
            }
        });
    }

    private static Fork numberOne(Jdk jdk) throws Exception {
        assumePermitted("unshare", "--pid", "--fork", "--mount-proc", "true");
        return Fork.of(jdk).by(OWN_NUMBERS);
    }

    private static void assumePermitted(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assumeTrue(process.waitFor() == 0, () -> "no namespace can be made here: " + said.strip());
    }

    private static Forked start(Fork fork, Jdk jdk, String name) throws Exception {
        Forked app = fork.main(LeakyMain.class).start(Stage.folder(name, jdk));
        app.await("READY", PATIENCE);
        return app;
    }

    /** The JVM's number out here: the program that has made the namespace is its parent. */
    private static String child(Forked app) throws IOException {
        return Files.readString(Path.of("/proc/" + app.pid() + "/task/" + app.pid() + "/children"))
                .strip();
    }

    private static Cli inside(Jdk jdk, Forked app) throws IOException {
        return Cli.of(jdk).by("nsenter", "--target", child(app), "--pid", "--mount", "--");
    }

    /** Once its agent answers. @return the line of the list */
    private static String awaitTraced(Cli cli, Forked app) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (String line : cli.run("list").out()) {
                if (line.matches(" *" + child(app) + " +\\S+ +\\d\\S+ .*")) return line;
            }
            assertThat(System.nanoTime()).as("no agent in %s", app.folder()).isLessThan(deadline);
        }
    }
}
