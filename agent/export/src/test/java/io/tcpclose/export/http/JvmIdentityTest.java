package io.tcpclose.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmIdentityTest {
    private static final JvmIdentity ME = new JvmIdentity("4026531836", "1", "2027512", "f3e8-41", "ab12");

    @Test
    void own_isWhatProcTells() {
        JvmIdentity own = JvmIdentity.own();
        Path outside = Path.of("/proc", Long.toString(ProcessHandle.current().pid()));
        JvmIdentity seen = JvmIdentity.of(outside, Path.of("/proc/sys/kernel/random/boot_id"), "");
        assertThat(own.isSameProcessAs(seen)).isTrue();
        assertThat(own.start()).isEqualTo(seen.start()).matches("\\d+");
        assertThat(own.boot()).isEqualTo(seen.boot()).isNotEmpty();
        assertThat(own.namespace()).matches("\\d+");
        assertThat(own.nonce()).isNotEqualTo(JvmIdentity.own().nonce());
    }

    @Test
    void text_isReadBack() {
        assertThat(JvmIdentity.parse(ME.text())).isEqualTo(ME);
        assertThat(JvmIdentity.parse("nonce=zz pidns= x pid=\u001b[31m start=" + "1".repeat(60)))
                .isEqualTo(new JvmIdentity("", "", "", "", ""));
    }

    /** The command of a process may look like the fields behind it. */
    @Test
    void proc_isReadWhateverTheProcessCallsItself(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("ns"));
        Files.createSymbolicLink(folder.resolve("ns/pid"), Path.of("pid:[4026532316]"));
        Files.writeString(
                folder.resolve("stat"), "31 (a) S 1 2) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 777 20\n");
        Files.writeString(folder.resolve("status"), "Name:\tNSpid: 5\nNSpid:\t31\t4\t1\n");
        assertThat(JvmIdentity.of(folder, folder.resolve("none"), ""))
                .isEqualTo(new JvmIdentity("4026532316", "1", "777", "", ""));
    }

    @Test
    void sameNumber_inAnotherNamespace_isAnother() {
        assertThat(ME.isSameProcessAs(new JvmIdentity("4026532316", "1", "2027512", "f3e8-41", "")))
                .isFalse();
        assertThat(ME.isSameProcessAs(new JvmIdentity("4026531836", "2", "2027512", "f3e8-41", "")))
                .isFalse();
        assertThat(ME.isSameProcessAs(new JvmIdentity("4026531836", "1", "1", "", "")))
                .isTrue();
    }

    @Test
    void start_countsWhereTheNamespaceIsNotKnown() {
        assertThat(ME.isSameProcessAs(new JvmIdentity("", "1", "2027512", "f3e8-41", "")))
                .isTrue();
        assertThat(ME.isSameProcessAs(new JvmIdentity("", "1", "2027512", "f3e8-42", "")))
                .isFalse();
        assertThat(ME.isSameProcessAs(new JvmIdentity("", "1", "2027513", "f3e8-41", "")))
                .isFalse();
        assertThat(ME.isSameProcessAs(new JvmIdentity("", "", "", "", ""))).isFalse();
    }
}
