package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.app.ExitMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever is where a report or the log shall go: the JVM ends as without the agent, that is left as it was, and the
 * report is not lost.
 */
class FilesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CODE = 7;
    private static final int STICKY = 01777;
    private static final int SHARED = 0777;
    private static final String SUMMARY = "tcpclose: 0 opened, 0 closed, 0 open, 0 findings";
    private static final String NOBODY = "exec setpriv --reuid=65534 --regid=65534 --clear-groups -- \"$@\"";

    private record Ended(List<String> stdout, List<String> stderr) {
        /** What is wrong is said before the application says anything, and its report comes all the same. */
        void assertReportOnStderr(String complaint) {
            assertThat(stderr).anyMatch(line -> line.contains(complaint)).contains(SUMMARY);
            assertThat(stdout).containsExactly("hello");
        }
    }

    private static Ended end(Jdk jdk, Path folder, String options, String... launcher) throws Exception {
        Fork fork = Fork.of(jdk).by(launcher).agent(options).main(ExitMain.class, "" + CODE);
        try (Forked app = fork.start(folder)) {
            assertThat(app.exitCode(PATIENCE)).isEqualTo(CODE);
            return new Ended(app.stdout(), app.stderr());
        }
    }

    /** An empty folder. */
    private static Path folder(String name, Jdk jdk, int mode) throws IOException {
        Path folder = Files.createDirectories(Stage.folder("files-" + name, jdk).resolve("place"));
        for (String file : names(folder)) Files.delete(folder.resolve(file));
        return Files.setAttribute(folder, "unix:mode", mode);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicContainer> destinations() {
        return OnEachJdk.run(jdk -> Stream.of(
                test("pipe as report", () -> pipeAsReport(jdk)),
                test("pipe as log", () -> pipeAsLog(jdk)),
                test("no folder", () -> noFolder(jdk)),
                test("link in a shared folder", () -> strangeLink(jdk)),
                test("stdout", () -> stdout(jdk))));
    }

    private interface Check {
        void run() throws Exception;
    }

    private static DynamicTest test(String name, Check check) {
        return dynamicTest(name, check::run);
    }

    private static void pipeAsReport(Jdk jdk) throws Exception {
        Path pipe = pipe(folder("pipe", jdk, SHARED));
        Ended ended = end(jdk, pipe.resolveSibling(".."), "report=" + pipe);
        ended.assertReportOnStderr("report=" + pipe + " cannot be written, the exit report goes to stderr: ");
    }

    private static Path pipe(Path folder) throws Exception {
        Path pipe = folder.resolve("pipe.txt");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private static void pipeAsLog(Jdk jdk) throws Exception {
        Path pipe = pipe(folder("log", jdk, SHARED));
        end(jdk, pipe.resolveSibling(".."), "log=" + pipe)
                .assertReportOnStderr("log=" + pipe + " cannot be written, logging to stderr: ");
    }

    private static void noFolder(Jdk jdk) throws Exception {
        Path missing = folder("missing", jdk, SHARED).resolve("no");
        end(jdk, missing.resolveSibling(".."), "report=" + missing.resolve("r.json"))
                .assertReportOnStderr("the exit report goes to stderr: no directory " + missing);
    }

    private static void strangeLink(Jdk jdk) throws Exception {
        Path shared = folder("link", jdk, SHARED);
        Path precious = Files.writeString(shared.resolveSibling("precious.txt"), "mine");
        Path link = Files.createSymbolicLink(shared.resolve("r.txt"), precious);

        Ended ended = end(jdk, shared.resolveSibling(".."), "report=" + link);

        ended.assertReportOnStderr(
                "cannot write the report to " + link + ": is a link that somebody else may have placed");
        assertThat(precious).hasContent("mine");
        assertThat(names(shared)).containsExactly("r.txt");
    }

    private static void stdout(Jdk jdk) throws Exception {
        Ended ended = end(jdk, folder("stdout", jdk, SHARED), "report=/dev/stdout,log=/dev/stdout");
        assertThat(ended.stdout().get(0)).isEqualTo("hello");
        assertThat(ended.stdout().get(1)).startsWith("tcpclose 1.0.0  pid ");
        assertThat(ended.stderr()).as("the start line").hasSize(1);
    }

    // --- what needs root ---

    private static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    }

    /** As a service would in /tmp. */
    @Test
    void nobody_replacesNoFileOfRoot() throws Exception {
        assumeRoot();
        Path sticky = folder("nobody", Jdk.running(), STICKY);
        Path report = Files.writeString(sticky.resolve("r.txt"), "of root");
        Files.setPosixFilePermissions(report, PosixFilePermissions.fromString("rw-rw-rw-"));

        Ended ended = end(Jdk.running(), sticky.resolveSibling(".."), "report=" + report, "sh", "-c", NOBODY, "sh");

        ended.assertReportOnStderr(report + ": belongs to another user");
        assertThat(report).hasContent("of root");
        assertThat(names(sticky)).containsExactly("r.txt");
    }

    @Test
    void root_followsNoLinkOfNobody() throws Exception {
        assumeRoot();
        Path sticky = folder("root", Jdk.running(), STICKY);
        Path precious = Files.writeString(sticky.resolveSibling("precious.txt"), "mine");
        Path link = Files.createSymbolicLink(sticky.resolve("r.txt"), precious);
        Files.setAttribute(link, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);

        end(Jdk.running(), sticky.resolveSibling(".."), "report=" + link)
                .assertReportOnStderr("is a link that somebody else may have placed");

        assertThat(precious).hasContent("mine");
    }

    @Test
    void fullDisk_leavesTheReportOnStderr() throws Exception {
        assumeRoot();
        Path disk = folder("disk", Jdk.running(), SHARED);
        String mounted = "mount -t tmpfs -o size=4k,mode=0777 tmpfs " + disk + " && head -c 4096 /dev/zero > " + disk
                + "/full; exec \"$@\"";

        Ended ended = end(
                Jdk.running(),
                disk.resolveSibling(".."),
                "report=" + disk.resolve("r.json"),
                "unshare",
                "-m",
                "sh",
                "-c",
                mounted,
                "sh");

        ended.assertReportOnStderr(
                "cannot write the report to " + disk.resolve("r.json") + ": No space left on device");
    }

    @Test
    void diskThatIsReadOnly_leavesTheReportOnStderr() throws Exception {
        assumeRoot();
        Path disk = folder("readonly", Jdk.running(), SHARED);
        String mounted = "mount -t tmpfs -o ro tmpfs " + disk + " && exec \"$@\"";

        end(
                        Jdk.running(),
                        disk.resolveSibling(".."),
                        "report=" + disk.resolve("r.json"),
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        mounted,
                        "sh")
                .assertReportOnStderr("the exit report goes to stderr: ");
    }
}
