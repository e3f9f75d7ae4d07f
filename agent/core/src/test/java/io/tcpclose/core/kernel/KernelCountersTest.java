package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelCountersTest {
    private final Path folder;

    KernelCountersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** JUnit would warn of links that lead out of its folder. */
    @AfterEach
    void unlink() throws IOException {
        Files.deleteIfExists(folder.resolve("sockstat"));
        Files.deleteIfExists(folder.resolve("sockstat6"));
    }

    @Test
    void tcpExt_recorded_countersOfClosingInTheirOrder() {
        assertThat(new KernelCounters(Recorded.folder()).tcpExt())
                .containsExactly(
                        entry("TCPAbortOnClose", 2L),
                        entry("TCPAbortOnData", 3L),
                        entry("TCPAbortOnMemory", 0L),
                        entry("TCPAbortOnTimeout", 0L),
                        entry("TCPAbortOnLinger", 0L),
                        entry("TCPAbortFailed", 0L),
                        entry("TCPTimeouts", 3L),
                        entry("TCPTimeWaitOverflow", 0L),
                        entry("ListenOverflows", 6L),
                        entry("ListenDrops", 6L));
    }

    @Test
    void sockstat_recorded_allFive() {
        assertThat(new KernelCounters(Recorded.folder()).sockstat())
                .containsExactly(
                        entry("inuse", 11L),
                        entry("orphan", 0L),
                        entry("tw", 5L),
                        entry("alloc", 20L),
                        entry("inuse6", 8L));
    }

    @Test
    void tcpExt_oldKernel_onlyWhatItHas() throws IOException {
        netstat(
                "IpExt: TCPTimeouts\nIpExt: 9\nTcpExt: TW TCPTimeouts ListenDrops Other\nTcpExt: 1 2 9223372036854775807 4\n");
        assertThat(counters().tcpExt()).containsExactly(entry("TCPTimeouts", 2L), entry("ListenDrops", Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0\0\0",
                "TcpExt:",
                "TcpExt: TCPTimeouts\n",
                "TcpExt: TCPTimeouts\nTcpExt: 12",
                "TcpExt: TCPTimeouts\nTcpExt:\n",
                "TcpExt: TCPTimeouts\nTcpExt: 1 2\n",
                "TcpExt: TCPTimeouts TW\nTcpExt: 1\n",
                "TcpExt: TCPTimeouts\nTcpExt: -1\n",
                "TcpExt: TCPTimeouts\nTcpExt: +1\n",
                "TcpExt: TCPTimeouts\nTcpExt: 0x1\n",
                "TcpExt: TCPTimeouts\nTcpExt: 9223372036854775808\n",
                "TcpExt: TCPTimeouts\nTcpExt: 99999999999999999999999\n",
                "xTcpExt: TCPTimeouts\nxTcpExt: 1\n"
            })
    void tcpExt_hostile_leftOut(String text) throws IOException {
        netstat(text);
        assertThat(counters().tcpExt()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "TCP:", "TCP: inuse 1", "TCP: inuse\n", "TCP: inuse -1 orphan x tw\n", "UDP: inuse 1\n"})
    void sockstat_hostile_leftOut(String text) throws IOException {
        Files.writeString(folder.resolve("sockstat"), text);
        assertThat(counters().sockstat()).isEmpty();
    }

    @Test
    void files_missingOrDirectoriesOrFailing_leftOut() throws IOException {
        assertThat(counters().tcpExt()).isEmpty();
        assertThat(counters().sockstat()).isEmpty();
        Files.createDirectory(folder.resolve("netstat"));
        Files.createSymbolicLink(folder.resolve("sockstat"), Path.of("/proc/self/mem"));
        Files.createSymbolicLink(folder.resolve("sockstat6"), Path.of("/proc/sys/vm/compact_memory"));
        assertThat(counters().tcpExt()).isEmpty();
        assertThat(counters().sockstat()).isEmpty();
    }

    @Test
    void files_randomlyDamaged_neverThrowAndGiveNoNegativeNumber() throws IOException {
        byte[] text = Recorded.text("netstat").getBytes(StandardCharsets.ISO_8859_1);
        Random random = new Random(5);
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = text.clone();
            for (int hits = 1 + random.nextInt(40); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] =
                        (byte) (random.nextInt(256) & (random.nextBoolean() ? 0x3f : 0xff));
            }
            Files.write(folder.resolve("netstat"), damaged);
            Map<String, Long> counters = counters().tcpExt();
            assertThat(counters.values()).allMatch(value -> value >= 0);
            found += counters.size();
        }
        assertThat(found).isPositive();
    }

    private KernelCounters counters() {
        return new KernelCounters(folder);
    }

    private void netstat(String text) throws IOException {
        Files.writeString(folder.resolve("netstat"), text);
    }

    // --- this machine ---

    @Test
    void realCounters_closeWithUnreadData_isCountedByTheKernel() throws IOException {
        KernelCounters counters = new KernelCounters(Path.of("/proc/self/net"));
        long before = counters.tcpExt().getOrDefault("TCPAbortOnClose", Long.MAX_VALUE);
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket client = new Socket(loopback, server.getLocalPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(1);
            while (accepted.getInputStream().available() == 0) {
                Thread.onSpinWait();
            }
            Map<String, Long> now = counters.sockstat();
            assertThat(now.keySet()).containsAll(List.of("inuse", "orphan", "tw", "alloc"));
            assertThat(now.get("alloc")).isGreaterThanOrEqualTo(3);
            accepted.close();
        }
        assertThat(counters.tcpExt().get("TCPAbortOnClose")).isGreaterThan(before);
    }
}
