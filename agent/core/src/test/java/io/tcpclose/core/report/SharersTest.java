package io.tcpclose.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.probe.Books;
import io.tcpclose.core.probe.FakeProc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SharersTest {
    private static final long INODE = 77;
    private static final long INODE_OF_STDIN = 5;

    @RegisterExtension
    final Books books = new Books();

    private final ProcFd descriptors;
    private final FakeProc proc;

    SharersTest(@TempDir Path folder) {
        this.proc = new FakeProc(folder);
        this.descriptors = new ProcFd(folder);
    }

    private static Connection open() {
        return Scripted.client(Books.START, "db", 5432).connection();
    }

    private Map<Connection, List<String>> of(Connection... open) {
        return Sharers.of(List.of(open), descriptors);
    }

    private static String other(String command) {
        return FakeProc.otherPid() + " " + command;
    }

    @Test
    void stdinIsASocket_holdersAreNamed() {
        Connection shared = open();
        proc.own(0, INODE_OF_STDIN).own(shared.fd, INODE).held("inetd", 4, INODE);
        assertThat(of(shared)).isEqualTo(Map.of(shared, List.of(other("inetd"))));
    }

    @Test
    void connection_thatWeAloneHold_hasNone() {
        Connection shared = open();
        Connection alone = open();
        proc.own(0, INODE_OF_STDIN).own(shared.fd, INODE).own(alone.fd, INODE + 1);
        proc.held("inetd", 4, INODE);
        assertThat(of(alone, shared)).containsOnlyKeys(shared);
    }

    @Test
    void descriptor_thatIsNoSocketAnyMore_hasNone() {
        Connection gone = open();
        proc.own(0, INODE_OF_STDIN).held("inetd", 4, INODE);
        assertThat(of(gone)).isEmpty();
    }

    @Test
    void noChildAndStdinIsNoSocket_nobodyIsLookedAt() {
        assertThat(ProcessHandle.current().descendants()).as("of this test").isEmpty();
        Connection shared = open();
        proc.own(shared.fd, INODE).held("inetd", 4, INODE);
        assertThat(of(shared)).isEmpty();
    }

    @Test
    void childOfOurs_mayHaveInherited() throws IOException, InterruptedException {
        Connection shared = open();
        proc.own(shared.fd, INODE).held("worker", 4, INODE);
        Process child = new ProcessBuilder("cat").start();
        try {
            assertThat(of(shared)).isEqualTo(Map.of(shared, List.of(other("worker"))));
        } finally {
            child.getOutputStream().close();
            child.waitFor();
        }
    }

    @Test
    void descriptors_notReadable_nothingIsSaid() {
        assertThat(Sharers.of(List.of(open()), null)).isEmpty();
    }

    @Test
    void connections_moreThanAreAsked_theRestHasNone() {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < 2_001; i++) open.add(open());
        Connection last = open.get(2_000);
        proc.own(0, INODE_OF_STDIN).own(last.fd, INODE).held("inetd", 4, INODE);
        assertThat(Sharers.of(open, descriptors)).isEmpty();
        assertThat(Sharers.of(open.subList(1, 2_001), descriptors)).containsOnlyKeys(last);
    }
}
