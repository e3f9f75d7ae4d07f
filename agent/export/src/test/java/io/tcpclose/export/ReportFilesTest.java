package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportFilesTest {

    private final Path directory;

    ReportFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @CsvSource({"report.json, {", "REPORT.JSON, {", "report.html, <", "report.txt, t", "report.log, t", "report, t"})
    void form_isChosenByTheEnding(String name, char first) throws IOException {
        Path written = files(name, 1).write(Samples.full());

        assertThat(written).isEqualTo(directory.resolve(name));
        assertThat(Files.readString(written).charAt(0)).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "r-%p.txt, r-1.txt",
        "r-%h-%p.txt, r-orders-7d9f-1.txt",
        "%t.txt, 20260304-035600.txt",
        "100%%-%x%.txt, 100%-%x%.txt",
        "%%p.txt, %p.txt"
    })
    void name_isFilledIn(String pattern, String expected) throws IOException {
        assertThat(files(pattern, 1).write(Samples.full()).getFileName()).hasToString(expected);
    }

    @Test
    void hostName_leadsIntoNoOtherDirectory() throws IOException {
        Path written = files("%h.txt", 1).write(Samples.hostile("../../etc/passwd"));

        assertThat(written).isEqualTo(directory.resolve(".._.._etc_passwd.txt"));
    }

    @Test
    void file_isReadableByItsOwnerOnly() throws IOException {
        Path path = directory.resolve("report.json");
        Files.writeString(path, "was readable by all");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

        files("report.json", 2).write(Samples.full());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void olderReports_areNumberedAsInLogRotation() throws IOException {
        ReportFiles files = files("report.json", 3);
        for (int opened = 1; opened <= 5; opened++) {
            files.write(Samples.clean(opened, 0, 0, 0));
        }

        assertThat(names()).containsExactly("report.json", "report.json.1", "report.json.2");
        assertThat(opened("report.json")).isEqualTo(5);
        assertThat(opened("report.json.1")).isEqualTo(4);
        assertThat(opened("report.json.2")).isEqualTo(3);
    }

    @Test
    void keepingTwo_keepsTheOneBefore() throws IOException {
        ReportFiles files = files("report.json", 2);
        for (int opened = 1; opened <= 3; opened++) {
            files.write(Samples.clean(opened, 0, 0, 0));
        }

        assertThat(names()).containsExactly("report.json", "report.json.1");
        assertThat(opened("report.json.1")).isEqualTo(2);
    }

    @Test
    void keepingOne_replacesIt() throws IOException {
        ReportFiles files = files("report.json", 1);
        files.write(Samples.clean(1, 0, 0, 0));
        files.write(Samples.clean(2, 0, 0, 0));

        assertThat(names()).containsExactly("report.json");
        assertThat(opened("report.json")).isEqualTo(2);
    }

    @Test
    void timedReports_areDroppedWhenTooMany() throws IOException {
        Files.writeString(directory.resolve("20200101-000000.json"), "of somebody else");
        ReportFiles files = files("%t.json", 2);
        for (int second = 0; second < 4; second++) {
            files.write(takenLater(second));
        }

        assertThat(names()).containsExactly("20200101-000000.json", "20260304-035602.json", "20260304-035603.json");
    }

    private static Report takenLater(int seconds) {
        Report clean = Samples.clean(1, 0, 0, 0);
        return new Report(
                clean.agent(),
                clean.jvm(),
                clean.takenTime().plusSeconds(seconds),
                clean.summary(),
                clean.findings(),
                clean.connections(),
                clean.listeners(),
                clean.endpoints(),
                clean.sites(),
                clean.kernel());
    }

    @Test
    void failedReport_leavesTheOldOneAndNoRest() throws IOException {
        ReportFiles files = files("report.json", 3);
        files.write(Samples.clean(1, 0, 0, 0));
        Iterable<Report.Connection> broken = () -> {
            throw new IllegalStateException("broken");
        };

        assertThatThrownBy(() -> files.write(Samples.with(List.of(), broken))).hasMessage("broken");

        assertThat(names()).containsExactly("report.json");
        assertThat(opened("report.json")).isEqualTo(1);
    }

    @Test
    void missingDirectory_isNamedAndNotCreated() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> files("missing/report.json", 1).write(Samples.full()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "cannot write the report to " + missing.resolve("report.json") + ": no directory " + missing);
        assertThat(missing).doesNotExist();
    }

    @Test
    void directory_isRefused() {
        assertThatThrownBy(() -> new ReportFiles(directory.toString(), 1, ZoneOffset.UTC).write(Samples.full()))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write the report to " + directory + ": is a directory");
    }

    @Test
    void impossiblePath_isAnIoExceptionToo() {
        assertThatThrownBy(() -> new ReportFiles("re\0port", 1, ZoneOffset.UTC).write(Samples.full()))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write the report to re\\u0000port: Nul character not allowed: re\\u0000port");
    }

    @Test
    void symbolicLink_staysOne() throws IOException {
        Path target = Files.createFile(directory.resolve("target.json"));
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), target);

        files("link.json", 1).write(Samples.clean(7, 0, 0, 0));

        assertThat(link).isSymbolicLink();
        assertThat(opened("target.json")).isEqualTo(7);
    }

    /** Opened, it would wait for a reader for ever. */
    @Test
    void pipe_isRefusedUnopened() throws Exception {
        Path pipe = directory.resolve("pipe.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        ReportFiles files = files("pipe.json", 3);

        assertThatThrownBy(() -> files.write(Samples.full()))
                .hasMessage("cannot write the report to " + pipe + ": is a pipe");

        assertThat(files.whyNot(Samples.full().jvm())).isEqualTo("is a pipe, a device or a socket");
        assertThat(files.tryOut(Samples.full().jvm())).isEqualTo("is a pipe");
        assertThat(names()).containsExactly("pipe.json");
    }

    @Test
    void olderName_thatIsNoFile_isRefusedBeforeAnythingMoves() throws IOException {
        ReportFiles files = files("report.json", 3);
        files.write(Samples.clean(1, 0, 0, 0));
        Path taken = Files.createDirectory(directory.resolve("report.json.2"));

        assertThatThrownBy(() -> files.write(Samples.clean(2, 0, 0, 0)))
                .hasMessageEndingWith("/report.json: " + taken + " is a directory");

        assertThat(names()).containsExactly("report.json", "report.json.2");
        assertThat(opened("report.json")).isEqualTo(1);
    }

    @Test
    void olderReport_isFromNowOnForItsOwnerOnly() throws IOException {
        Path path = Files.writeString(directory.resolve("report.json"), "was readable by all");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

        files("report.json", 2).write(Samples.full());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("report.json.1"))))
                .isEqualTo("rw-------");
    }

    @Test
    void unusablePath_isToldAtOnce() {
        Report.Jvm jvm = Samples.full().jvm();
        String missing = "no directory " + directory.resolve("no");
        assertThat(files("no/r-%t.json", 1).whyNot(jvm)).isEqualTo(missing);
        assertThat(files("no/r-%t.json", 1).tryOut(jvm)).isEqualTo(missing);
        assertThat(new ReportFiles(directory.toString(), 1, ZoneOffset.UTC).whyNot(jvm))
                .isEqualTo("is a directory");
        assertThat(files("re\0port", 1).tryOut(jvm)).startsWith("Nul character not allowed");
        assertThat(new ReportFiles("/dev/stdout", 1, ZoneOffset.UTC).whyNot(jvm))
                .isNull();
    }

    @Test
    void tryingOut_leavesNothing_andTakesAwayWhatAKilledJvmLeft() throws IOException {
        Path left = Files.createFile(directory.resolve(".tcpclose-18f3a-1.tmp"));
        Files.setLastModifiedTime(left, FileTime.fromMillis(0));

        assertThat(files("report.json", 3).tryOut(Samples.full().jvm())).isNull();

        assertThat(names()).isEmpty();
    }

    @Test
    void tenThousandConnections_areNotHeld() throws IOException {
        StreamedConnections connections = new StreamedConnections(10_000, Samples::lost);

        Path written = files("report.json", 1).write(Samples.with(List.of(), connections));

        assertThat(connections.finished()).isTrue();
        assertThat(new ObjectMapper().readTree(written.toFile()).get("connections"))
                .hasSize(10_000);
    }

    private ReportFiles files(String pattern, int keep) {
        return new ReportFiles(directory + "/" + pattern, keep, ZoneOffset.UTC);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private long opened(String name) throws IOException {
        return new ObjectMapper()
                .readTree(directory.resolve(name).toFile())
                .at("/summary/opened")
                .asLong();
    }
}
