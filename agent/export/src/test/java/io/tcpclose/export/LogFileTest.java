package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Path path;
    private final LogFile log;

    LogFileTest(@TempDir Path folder) {
        this.path = folder.resolve("tcpclose.log");
        this.log =
                LogFile.at(path.toString(), line -> stderr.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void newFile_isForItsOwnerOnly() throws IOException {
        log.line("one");
        assertThat(Files.readAllLines(path)).containsExactly("one");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void knownFile_isAppendedToAndForItsOwnerOnlyFromNowOn() throws IOException {
        Files.writeString(path, "before\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        log.line("one");
        assertThat(Files.readAllLines(path)).containsExactly("before", "one");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    /** Opened, it would wait for a reader for ever. */
    @Test
    void pipe_isRefusedUnopened() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
        assertThat(log.whyNot()).isEqualTo("is a pipe, a device or a socket");
        log.open();
        log.line("one");
        assertThat(stderr.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("tcpclose: log=" + path + " cannot be written, logging to stderr: is a pipe", "one");
    }

    @Test
    void linkOfOurs_isFollowed_alsoToAnotherFile() throws IOException {
        Path first = path.resolveSibling("first.log");
        Path second = path.resolveSibling("second.log");
        Files.createSymbolicLink(path, first);
        log.line("one");
        Files.delete(path);
        Files.createSymbolicLink(path, second);
        log.line("two");
        assertThat(Files.readAllLines(first)).containsExactly("one");
        assertThat(Files.readAllLines(second)).containsExactly("two");
    }

    @Test
    void nullDevice_takesAllAndStaysOne() throws IOException {
        Files.createSymbolicLink(path, Path.of("/dev/null"));
        log.line("one");
        assertThat(path).isSymbolicLink();
        Files.delete(path);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void movedFile_isFollowedByANewOne() throws IOException {
        log.line("one");
        Path old = Files.move(path, path.resolveSibling("tcpclose.log.1"));
        log.line("two");
        assertThat(Files.readAllLines(old)).containsExactly("one");
        assertThat(Files.readAllLines(path)).containsExactly("two");
    }

    @Test
    void replacedFile_isWrittenTo() throws IOException {
        log.line("one");
        Files.move(path, path.resolveSibling("tcpclose.log.1"));
        Files.createFile(path);
        log.line("two");
        assertThat(Files.readAllLines(path)).containsExactly("two");
    }

    @Test
    void truncatedFile_startsAtItsBeginning() throws IOException {
        log.line("one");
        Files.newOutputStream(path).close();
        log.line("two");
        assertThat(Files.readString(path)).isEqualTo("two\n");
    }

    @Test
    void failure_isSaidOnceAndNoLineIsLost() throws IOException {
        Files.createDirectory(path);
        assertThat(log.whyNot()).isEqualTo("is a directory");
        log.line("one");
        log.line("two");
        String said = stderr.toString(StandardCharsets.UTF_8);
        assertThat(said.lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("tcpclose: log=" + path + " cannot be written, logging to stderr: "))
                .contains("one", "two");
        Files.delete(path);
        log.line("three");
        assertThat(Files.readAllLines(path)).containsExactly("three");
    }

    @Test
    void folderThatIsNotThere_isToldBefore() {
        LogFile lost = LogFile.at(
                path.resolve("no/such.log").toString(),
                line -> stderr.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8)));
        assertThat(lost.whyNot()).startsWith("no directory ");
        assertThat(log.whyNot()).isNull();
    }
}
