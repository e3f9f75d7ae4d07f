package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tcpclose.core.kernel.ProcFd.Holder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors in a /proc made by hand: what a real one shows only by luck. */
class ProcFdTest {
    private static final long SELF = 100;

    private final Path proc;
    private final ProcFd descriptors;

    ProcFdTest(@TempDir Path proc) throws IOException {
        this.proc = proc;
        this.descriptors = new ProcFd(proc);
        Files.createSymbolicLink(proc.resolve("self"), Path.of(Long.toString(SELF)));
        Files.createDirectories(proc.resolve(Long.toString(SELF)).resolve("fd"));
    }

    private Path process(long pid) throws IOException {
        Path process = proc.resolve(Long.toString(pid));
        Files.createDirectories(process.resolve("fd"));
        return process;
    }

    private void link(long pid, String fd, String target) throws IOException {
        Files.createSymbolicLink(process(pid).resolve("fd").resolve(fd), Path.of(target));
    }

    private void write(long pid, String file, String text) throws IOException {
        Path path = process(pid).resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    // --- own descriptors ---

    @Test
    void sockets_amongOtherLinks_onlySockets() throws IOException {
        link(SELF, "0", "null");
        link(SELF, "3", "socket:[77]");
        link(SELF, "12", "socket:[4294967296]");
        link(SELF, "13", "pipe:[78]");
        link(SELF, "14", "anon_inode:[eventpoll]");
        write(SELF, "fd/15", "no link at all");
        assertThat(descriptors.sockets(fd -> true, 100)).containsExactly(entry(3, 77L), entry(12, 4294967296L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket:[]",
                "socket:[-1]",
                "socket:[+1]",
                "socket:[1",
                "socket:[1]x",
                "socket:[ 1]",
                "socket:[9223372036854775808]",
                "socket:[99999999999999999999999]",
                "socket:[",
                "socket:",
                "Socket:[1]",
                "/tmp/socket:[1]"
            })
    void sockets_hostileLink_leftOut(String target) throws IOException {
        link(SELF, "3", target);
        link(SELF, "4", "socket:[5]");
        assertThat(descriptors.sockets(fd -> true, 100)).containsExactly(entry(4, 5L));
        assertThat(descriptors.inodeOf(3)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "+1", "1x", "2147483648", "99999999999999999999", "٣", " "})
    void sockets_nameThatIsNoNumber_leftOut(String name) throws IOException {
        link(SELF, name, "socket:[1]");
        assertThat(descriptors.sockets(fd -> true, 100)).isEmpty();
    }

    @Test
    void sockets_wanted_asksForEachNumberOnce() throws IOException {
        for (int fd = 0; fd < 20; fd++) {
            link(SELF, Integer.toString(fd), "socket:[" + (1000 + fd) + "]");
        }
        List<Integer> asked = new ArrayList<>();
        assertThat(descriptors.sockets(fd -> asked.add(fd) && fd % 10 == 7, 100))
                .containsExactly(entry(7, 1007L), entry(17, 1017L));
        assertThat(asked).hasSize(20).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"-1,0", "0,0", "1,0", "2,1", "3,2", "9,3"})
    void sockets_max_limitsTheLinksRead(int max, int found) throws IOException {
        link(SELF, "3", "pipe:[1]");
        link(SELF, "4", "socket:[4]");
        link(SELF, "5", "socket:[5]");
        link(SELF, "6", "socket:[6]");
        assertThat(descriptors.sockets(fd -> true, max)).hasSize(found);
    }

    @Test
    void sockets_nothingThere_empty() throws IOException {
        assertThat(new ProcFd(proc.resolve("missing")).sockets(fd -> true, 9)).isEmpty();
        assertThat(new ProcFd(Files.createFile(proc.resolve("file"))).sockets(fd -> true, 9))
                .isEmpty();
        assertThat(new ProcFd(proc.resolve("file")).inodeOf(3)).isEqualTo(-1);
        assertThat(new ProcFd(proc.resolve("file")).holders(Set.of(1L), 1, 9)).isEmpty();
    }

    @Test
    void inodeOf_oneNumber_itsSocketOnly() throws IOException {
        link(SELF, "3", "socket:[77]");
        link(SELF, "4", "pipe:[78]");
        assertThat(descriptors.inodeOf(3)).isEqualTo(77);
        assertThat(descriptors.inodeOf(4)).isEqualTo(-1);
        assertThat(descriptors.inodeOf(5)).isEqualTo(-1);
        assertThat(descriptors.inodeOf(-1)).isEqualTo(-1);
    }

    // --- other processes ---

    @Test
    void holders_ofTheInode_eachProcessWithItsLowestDescriptor() throws IOException {
        link(SELF, "3", "socket:[77]");
        link(200, "9", "socket:[77]");
        link(200, "10", "socket:[77]");
        link(200, "11", "socket:[78]");
        link(200, "12", "socket:[79]");
        write(200, "fd/13", "no link at all");
        write(200, "comm", "worker\n");
        link(300, "0", "socket:[70]");
        assertThat(descriptors.holders(Set.of(77L, 78L), SELF, 100))
                .containsExactlyInAnyOrder(new Holder(200, "worker", 9, 77), new Holder(200, "worker", 11, 78));
        assertThat(descriptors.refused()).isZero();
    }

    @Test
    void holders_noInodes_looksAtNobody() throws IOException {
        write(200, "statm", "1 1\n");
        Files.delete(proc.resolve("200/fd"));
        Files.createFile(proc.resolve("200/fd"));
        assertThat(descriptors.holders(Set.of(), SELF, 100)).isEmpty();
        assertThat(descriptors.refused()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1,''", "0,''", "1,150", "2,150 120", "3,150 120 900", "4,150 120 900 800", "99,150 120 900 800 700"})
    void holders_maxProcesses_descendantsThenTheNewest(int max, String expected) throws IOException {
        write(SELF, "task/100/children", "");
        write(SELF, "task/101/children", "150 ");
        write(150, "task/150/children", "120 100 x -1 12");
        for (long pid : new long[] {120, 150, 700, 800, 900}) {
            link(pid, "0", "socket:[77]");
        }
        assertThat(descriptors.holders(Set.of(77L), SELF, max))
                .extracting(Holder::pid)
                .map(String::valueOf)
                .containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
    }

    // --- how much of it ---

    @Test
    void holders_ofManyInodes_readsEachLinkOnce() throws IOException {
        Set<Long> inodes = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            link(200, Integer.toString(i), "socket:[" + (1_000 + i) + "]");
            link(300, Integer.toString(i), "socket:[" + (2_000 + i) + "]");
            inodes.add(1_000L + i);
        }
        assertThat(descriptors.holders(inodes, SELF, 100)).hasSize(50);
        assertThat(descriptors.linksRead()).isEqualTo(100);
    }

    @Test
    void firstHolders_allFound_looksAtNobodyElse() throws IOException {
        link(300, "0", "socket:[77]");
        link(300, "1", "socket:[78]");
        link(200, "0", "socket:[77]");
        assertThat(descriptors.firstHolders(Set.of(77L, 78L), SELF, 100))
                .containsOnly(entry(77L, new Holder(300, "?", 0, 77)), entry(78L, new Holder(300, "?", 1, 78)));
        assertThat(descriptors.linksRead()).isEqualTo(2);
    }

    @Test
    void holders_noTimeLeft_breaksOffAndSaysSo() throws IOException {
        for (int i = 0; i < 9; i++) link(200, Integer.toString(i), "socket:[1]");
        link(150, "0", "socket:[77]");
        AtomicLong millis = new AtomicLong();
        descriptors.timedBy(() -> TimeUnit.MILLISECONDS.toNanos(millis.getAndAdd(100)));
        assertThat(descriptors.holders(Set.of(77L), SELF, 100)).isEmpty();
        assertThat(descriptors.isCut()).isTrue();
        assertThat(descriptors.linksRead()).isEqualTo(2);
        assertThat(descriptors.refused()).isZero();
        descriptors.timedBy(() -> 0);
        assertThat(descriptors.holders(Set.of(77L), SELF, 100)).hasSize(1);
        assertThat(descriptors.isCut()).isFalse();
        assertThat(descriptors.cuts()).isEqualTo(1);
    }

    @Test
    void refused_foldersThatCannotBeListed_countedAtEachCallAnew() throws IOException {
        unlistable(200, "1 1 1 0 0 0 0\n");
        unlistable(300, "");
        link(400, "0", "socket:[77]");
        assertThat(descriptors.holders(Set.of(77L), SELF, 100))
                .extracting(Holder::pid)
                .containsExactly(400L);
        assertThat(descriptors.refused()).isEqualTo(2);
        Files.delete(proc.resolve("200/fd"));
        assertThat(descriptors.holders(Set.of(77L), SELF, 100)).hasSize(1);
        assertThat(descriptors.refused()).isEqualTo(1);
    }

    @Test
    void refused_kernelThreadsAndZombies_holdNothing() throws IOException {
        unlistable(2, "0 0 0 0 0 0 0\n");
        descriptors.holders(Set.of(77L), SELF, 100);
        assertThat(descriptors.refused()).isZero();
    }

    private void unlistable(long pid, String statm) throws IOException {
        write(pid, "statm", statm);
        Files.delete(proc.resolve(Long.toString(pid)).resolve("fd"));
        Files.createFile(proc.resolve(Long.toString(pid)).resolve("fd"));
    }

    @ParameterizedTest
    @CsvSource({
        "'java\n', java",
        "'with space\n', with space",
        "'a\u001b[31mb\n', a?[31mb",
        "'a\nb\n', a?b",
        "'a\u202eb\u2028\u0085\n', a?b??",
        "'\n', ?",
        "'', ?"
    })
    void command_controlCharacters_replaced(String comm, String expected) throws IOException {
        link(200, "0", "socket:[77]");
        write(200, "comm", comm);
        assertThat(descriptors.holders(Set.of(77L), SELF, 100)).containsExactly(new Holder(200, expected, 0, 77));
    }

    @Test
    void command_unreadable_isAQuestionMark() throws IOException {
        link(200, "0", "socket:[77]");
        assertThat(descriptors.holders(Set.of(77L), SELF, 100)).containsExactly(new Holder(200, "?", 0, 77));
    }
}
