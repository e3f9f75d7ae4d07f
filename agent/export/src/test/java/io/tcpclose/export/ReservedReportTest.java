package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class ReservedReportTest {
    private static final Report REPORT = Samples.full();

    private final Path folder;

    ReservedReportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private ReservedReport open(String name) throws IOException {
        return ReservedReport.open(folder.resolve(name).toString(), REPORT.jvm(), ZoneOffset.UTC);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"d-%p.json, d-1.json, {", "d-%t.txt, d-20260304-035600.txt, t"})
    void report_hasItsNameWhenItIsWhole(String pattern, String name, char first) throws IOException {
        ReservedReport reserved = open(pattern);
        reserved.rehearse(REPORT);
        assertThat(files()).hasSize(1).allMatch(file -> file.startsWith(".tcpclose-"));
        assertThat(Files.size(folder.resolve(files().get(0)))).isZero();

        Path written = reserved.write(REPORT);

        assertThat(files()).containsExactly(name);
        assertThat(Files.readString(written).charAt(0)).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
                .isEqualTo("rw-------");
    }

    @Test
    void secondReport_leavesTheFirst() throws IOException {
        open("d.txt").write(REPORT);
        open("d.txt").write(REPORT);
        assertThat(files()).containsExactly("d.txt", "d.txt.1");
    }

    @Test
    void unwritten_leavesNothing() throws IOException {
        open("d.txt").close();
        assertThat(files()).isEmpty();
    }

    @Test
    void whatAKilledJvmLeft_isTakenAway() throws IOException {
        Path left = Files.createFile(folder.resolve(".tcpclose-18f3a-1.tmp"));
        Files.setLastModifiedTime(left, FileTime.fromMillis(0));
        try (ReservedReport reserved = open("d.txt")) {
            reserved.rehearse(REPORT);
            assertThat(files()).hasSize(1).doesNotContain(".tcpclose-18f3a-1.tmp");
        }
    }

    @Test
    void folderThatIsNotThere_isNamed() {
        assertThatThrownBy(() -> open("no/d.txt"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot write the report to ")
                .hasMessageContaining("no/d.txt");
    }
}
