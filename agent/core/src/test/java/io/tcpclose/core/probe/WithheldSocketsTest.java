package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithheldSocketsTest {
    private static final long MILLI = 1_000_000;

    private final FakeProc proc;
    private final WithheldSockets withheld = new WithheldSockets();

    WithheldSocketsTest(@TempDir Path folder) {
        this.proc = new FakeProc(folder);
    }

    private Map<Long, String> holders(Long... inodes) {
        return withheld.holders(Set.of(inodes), Books.START);
    }

    @Test
    void noDescriptorsToRead_isAnother() {
        assertThat(holders(77L, 78L))
                .containsOnly(Map.entry(77L, "another process"), Map.entry(78L, "another process"));
    }

    @Test
    void each_hasItsOwnHolder() {
        proc.held("sleep", 5, 77).own(3, 78);
        withheld.descriptors(proc.fds());
        assertThat(holders(77L, 78L, 79L)).containsOnly(Map.entry(77L, "process " + FakeProc.otherPid() + " (sleep)"));
        assertThat(withheld.leftOut()).isZero();
    }

    /** Twenty times 5 microseconds for each descriptor that was read, own ones and those of others. */
    @Test
    void rest_isInProportionToWhatWasRead() {
        for (int i = 0; i < 60; i++) proc.held("sleep", i, 100 + i);
        for (int i = 0; i < 40; i++) proc.own(i, 200 + i);
        withheld.descriptors(proc.fds());
        assertThat(withheld.rests(Books.START)).isFalse();
        holders(77L);
        assertThat(withheld.rests(Books.START + 10 * MILLI - 1)).isTrue();
        assertThat(withheld.rests(Books.START + 10 * MILLI)).isFalse();
    }

    @Test
    void nothingToLookFor_needsNoRest() {
        proc.held("sleep", 5, 77);
        withheld.descriptors(proc.fds());
        assertThat(holders()).isEmpty();
        assertThat(withheld.rests(Books.START)).isFalse();
    }
}
