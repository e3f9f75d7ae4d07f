package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tcpclose.core.kernel.ProcNetTcp.Scan;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are cut, garbled, refused or not there. */
class HostileTableTest {
    private static final String ROW =
            "   0: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000     0        0 75807 1 0 20\n";

    private final Path folder;

    HostileTableTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** JUnit would warn of links that lead out of its folder. */
    @AfterEach
    void unlink() throws IOException {
        Files.deleteIfExists(folder.resolve("tcp"));
    }

    // --- lines ---

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "garbage",
                "\0\0\0\0",
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "  -1: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007G:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007@:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007/:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 00100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007F:1F9 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007F:11F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007F:-1F9 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007F:1F90 0100007F:C350 1 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007F:1F90 0100007F:C350 001 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007F:1F90 0100007F:C350 01 -0000001:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007F:1F90 0100007F:C350 01 00000000:100000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 -1 1",
                "   0: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 9223372036854775808 1",
                "   0: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 99999999999999999999999 1",
                "   0: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807x 1",
                "   0: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807\0 1",
                "   0: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 ",
                "   0:\t0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: ０100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 75807 1",
                "   0: 0100007F:1F90 0100007F:C350 01 00000000:00000003 00:00000000 00000000 0 0 ７5807 1",
                "   0: 00000000000000000000000001000000:1F90 00000000000000000000000001000000:C350 01 00000000:00000003 0 0 0 0 1"
            })
    void line_noRow_countedAndTheNextOneRead(String line) throws IOException {
        assertThat(scanOf(ROW + line + "\n" + ROW)).isEqualTo(new Scan(2, false, 1, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {8_100, 8_192, 8_193, 16_384, 50_000})
    void line_longerThanTheBuffer_isOneMalformedLine(int length) throws IOException {
        assertThat(scanOf(ROW + "1".repeat(length) + "\n" + ROW)).isEqualTo(new Scan(2, false, 1, true));
        assertThat(scanOf(ROW + "1".repeat(length))).isEqualTo(new Scan(1, false, 1, true));
    }

    /** 8192 bytes are the buffer: what is left of the line looks like a row. */
    @Test
    void line_endOfOneTooLong_isNoRow() throws IOException {
        assertThat(scanOf(ROW + "1".repeat(8_192) + ROW)).isEqualTo(new Scan(1, false, 1, true));
    }

    @Test
    void line_rowThatOverflowsTheBuffer_isNotTrusted() throws IOException {
        String padded = ROW.replace("\n", " ".repeat(9_000) + "\n");
        assertThat(scanOf(ROW + padded + ROW)).isEqualTo(new Scan(2, false, 1, true));
    }

    @Test
    void line_cutBeforeItsInode_isNoRow() throws IOException {
        for (int cut = 0; cut <= ROW.indexOf("75807"); cut++) {
            assertThat(scanOf(ROW.substring(0, cut) + "\n" + ROW)).isEqualTo(new Scan(1, false, 1, true));
        }
    }

    @Test
    void lastLine_withoutItsNewline_isNoRow() throws IOException {
        for (int cut = 1; cut < ROW.length(); cut++) {
            assertThat(scanOf(ROW + ROW.substring(0, cut))).isEqualTo(new Scan(1, false, 1, true));
        }
    }

    @Test
    void file_endlessGarbage_readToABoundOnly() throws IOException {
        Files.writeString(folder.resolve("tcp"), Recorded.header("tcp") + "\n".repeat(2_000_000));
        Scan scan = table(10).scan(row -> {});
        assertThat(scan.truncated()).isTrue();
        assertThat(scan.malformed()).isBetween(1, 200_000);
    }

    private Scan scanOf(String rows) throws IOException {
        Files.writeString(folder.resolve("tcp"), Recorded.header("tcp") + rows);
        return table(1_000).scan(row -> assertThat(row.inode()).isEqualTo(75807));
    }

    private ProcNetTcp table(int maxRows) {
        return new ProcNetTcp(folder, maxRows, ByteOrder.LITTLE_ENDIAN);
    }

    // --- files ---

    @Test
    void file_missing_notReadable() {
        assertUnreadable(0);
    }

    @Test
    void folder_missingOrNoFolder_notReadable() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path wrong : List.of(file, folder.resolve("missing"), Path.of(""))) {
            assertThat(new ProcNetTcp(wrong, 10).scan(row -> {})).isEqualTo(new Scan(0, false, 0, false));
        }
    }

    @Test
    void file_empty_notReadable() throws IOException {
        Files.createFile(folder.resolve("tcp"));
        assertUnreadable(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "x", "  sl", "  st local_address\n", "\0\0", "sl\n", ROW})
    void file_withoutHeader_notReadable(String text) throws IOException {
        Files.writeString(folder.resolve("tcp"), text);
        assertUnreadable(1);
    }

    @Test
    void file_headerOnly_readable() throws IOException {
        Files.writeString(folder.resolve("tcp"), Recorded.header("tcp"));
        assertThat(table(10).scan(row -> {})).isEqualTo(new Scan(0, false, 0, true));
    }

    @Test
    void file_directory_notReadable() throws IOException {
        Files.createDirectory(folder.resolve("tcp"));
        assertUnreadable(0);
    }

    @Test
    void file_device_notOpened() throws IOException {
        link("/dev/zero");
        assertUnreadable(0);
    }

    @Test
    void file_linkToItself_notReadable() throws IOException {
        link("tcp");
        assertUnreadable(0);
    }

    /** A setting that can only be written: its mode binds root too (proc_sys_permission, fs/proc/proc_sysctl.c). */
    @Test
    void file_refused_notReadable() throws IOException {
        String writeOnly = "/proc/sys/vm/compact_memory";
        assertThatThrownBy(() -> open(writeOnly)).hasMessageContaining("Permission denied");
        link(writeOnly);
        assertUnreadable(0);
    }

    /** Address 0 is not mapped: the file opens, and the first read fails. */
    @Test
    void file_failsWhileReading_saysSo() throws IOException {
        assertThatThrownBy(() -> open("/proc/self/mem")).hasMessageContaining("Input/output error");
        link("/proc/self/mem");
        assertThat(table(10).scan(row -> {})).isEqualTo(new Scan(0, true, 0, false));
    }

    @Test
    void file_oneOfTwoMissing_theOtherIsRead() throws IOException {
        for (String file : List.of("tcp", "tcp6")) {
            Path only = Files.createDirectory(folder.resolve("only-" + file));
            Files.copy(Recorded.folder().resolve(file), only.resolve(file));
            Scan scan = new ProcNetTcp(only, 100).scan(row -> {});
            assertThat(scan).isEqualTo(new Scan(file.equals("tcp") ? 14 : 10, false, 0, true));
        }
    }

    private static void open(String file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            in.read();
        }
    }

    private void link(String target) throws IOException {
        Files.createSymbolicLink(folder.resolve("tcp"), Path.of(target));
    }

    private void assertUnreadable(int malformed) {
        assertThat(table(10).scan(row -> {})).isEqualTo(new Scan(0, false, malformed, false));
    }
}
