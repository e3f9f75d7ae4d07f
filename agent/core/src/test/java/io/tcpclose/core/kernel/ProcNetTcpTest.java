package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.management.ThreadMXBean;
import io.tcpclose.core.kernel.ProcNetTcp.Scan;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcNetTcpTest {
    private static final int ESTABLISHED = 1;
    private static final int FIN_WAIT2 = 5;
    private static final int TIME_WAIT = 6;
    private static final int CLOSE_WAIT = 8;
    private static final int LISTEN = 10;

    private final Path folder;

    ProcNetTcpTest(@TempDir Path folder) {
        this.folder = folder;
    }

    // --- recorded ---

    @Test
    void recorded_ipv4_everyStateWithItsInodeAndQueues() {
        assertThat(SeenRow.all(recorded(100)))
                .filteredOn(row -> row.localPort() == 8080 || row.remotePort() == 8080)
                .extracting(SeenRow::state, SeenRow::localPort, SeenRow::remotePort, SeenRow::rxQueue, SeenRow::inode)
                .containsExactlyInAnyOrder(
                        tuple(LISTEN, 8080, 0, 3L, 75804L),
                        tuple(ESTABLISHED, 50001, 8080, 0L, 75806L),
                        tuple(ESTABLISHED, 8080, 50001, 3L, 75807L),
                        tuple(FIN_WAIT2, 50002, 8080, 0L, 0L),
                        tuple(CLOSE_WAIT, 8080, 50002, 1L, 75809L),
                        tuple(FIN_WAIT2, 50003, 8080, 0L, 75810L),
                        tuple(CLOSE_WAIT, 8080, 50003, 1L, 75811L),
                        tuple(TIME_WAIT, 50004, 8080, 0L, 0L),
                        tuple(FIN_WAIT2, 50005, 8080, 0L, 0L),
                        tuple(CLOSE_WAIT, 8080, 50005, 1L, 0L),
                        tuple(ESTABLISHED, 50006, 8080, 0L, 75815L),
                        tuple(ESTABLISHED, 8080, 50006, 0L, 0L),
                        tuple(ESTABLISHED, 50007, 8080, 0L, 75647L),
                        tuple(ESTABLISHED, 8080, 50007, 1L, 0L));
    }

    @Test
    void recorded_dualStack_mappedAddressesAreIpv4() throws IOException {
        InetAddress loopback4 = InetAddress.getByName("127.0.0.1");
        InetAddress loopback6 = InetAddress.getByName("::1");
        assertThat(SeenRow.all(recorded(100)))
                .filteredOn(row -> row.localPort() == 8081)
                .extracting(SeenRow::state, SeenRow::local, SeenRow::remote, SeenRow::remotePort)
                .containsExactlyInAnyOrder(
                        tuple(LISTEN, InetAddress.getByName("::"), InetAddress.getByName("::"), 0),
                        tuple(ESTABLISHED, loopback4, loopback4, 51001),
                        tuple(CLOSE_WAIT, loopback4, loopback4, 51002),
                        tuple(CLOSE_WAIT, loopback4, loopback4, 51003),
                        tuple(ESTABLISHED, loopback6, loopback6, 51005));
        assertThat(SeenRow.all(recorded(100)))
                .filteredOn(row -> row.remotePort() == 51001)
                .allSatisfy(row -> assertThat(row.local()).isInstanceOf(Inet4Address.class));
    }

    @Test
    void recorded_all_countedAndNothingElse() {
        assertThat(recorded(100).scan(row -> {})).isEqualTo(new Scan(24, false, 0, true));
    }

    private static ProcNetTcp recorded(int maxRows) {
        return new ProcNetTcp(Recorded.folder(), maxRows, ByteOrder.LITTLE_ENDIAN);
    }

    // --- caps ---

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 11, 23})
    void maxRows_fewerThanThereAre_cutOverBothFiles(int maxRows) {
        assertThat(recorded(maxRows).scan(row -> {})).isEqualTo(new Scan(maxRows, true, 0, true));
    }

    @Test
    void maxRows_asManyAsThereAre_notTruncated() {
        assertThat(recorded(24).scan(row -> {})).isEqualTo(new Scan(24, false, 0, true));
    }

    @Test
    void maxRows_negative_noRowAndNoException() {
        assertThat(recorded(-1).scan(row -> {})).isEqualTo(new Scan(0, true, 0, true));
    }

    @Test
    void scan_hundredThousandRows_allSeenNoneAllocated() throws IOException {
        generate("tcp", 60_000, "0100007F:%04X 0100007F:%04X");
        generate("tcp6", 40_000, "00000000000000000000000001000000:%04X 00000000000000000000000001000000:%04X");
        ProcNetTcp table = new ProcNetTcp(folder, 100_000, ByteOrder.LITTLE_ENDIAN);
        long[] sums = new long[3];
        table.scan(row -> add(row, sums));
        assertThat(sums).containsExactly(100_000, sumTo(60_000) + sumTo(40_000), sumTo(60_000) + sumTo(40_000));

        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Scan scan = table.scan(row -> add(row, sums));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(scan).isEqualTo(new Scan(100_000, false, 0, true));
        assertThat(allocated).isPositive().isLessThan(100_000);
    }

    private static void add(TcpRow row, long[] sums) {
        sums[0]++;
        sums[1] += row.inode();
        sums[2] += row.localPort() << 16 | row.remotePort();
    }

    private static long sumTo(long last) {
        return last * (last + 1) / 2;
    }

    private void generate(String file, int rows, String endpoints) throws IOException {
        StringBuilder text = new StringBuilder(Recorded.header(file));
        for (int i = 1; i <= rows; i++) {
            text.append(String.format(Locale.ROOT, "%4d: " + endpoints, i - 1, i >> 16, i & 0xffff))
                    .append(" 01 00000000:00000000 00:00000000 00000000     0        0 ")
                    .append(i)
                    .append(" 1 0000000000000000 20 4 30 10 -1\n");
        }
        Files.writeString(folder.resolve(file), text);
    }

    // --- byte order, addresses ---

    @Test
    void address_bigEndianKernel_wordsAreReadAsPrinted() throws IOException {
        write("tcp", "   0: 7F000001:1F90 0A010203:C350 01 00000001:FFFFFFFF 00:00000000 00000000 0 0 9 1\n");
        write(
                "tcp6",
                "   0: 20010DB8000000000000000000000001:1F90 00000000000000000000FFFF7F000001:C350"
                        + " 01 00000000:00000000 00:00000000 00000000 0 0 9223372036854775807\n");
        assertThat(SeenRow.all(new ProcNetTcp(folder, 10, ByteOrder.BIG_ENDIAN)))
                .containsExactly(
                        new SeenRow(1, ip("2001:db8::1"), 8080, ip("127.0.0.1"), 50000, 0, 0, Long.MAX_VALUE),
                        new SeenRow(1, ip("127.0.0.1"), 8080, ip("10.1.2.3"), 50000, 1, 0xffff_ffffL, 9));
    }

    @Test
    void address_littleEndianKernel_eachWordIsReversed() throws IOException {
        write(
                "tcp6",
                "   0: B80D0120000000000000000001000000:1F90 0000000000000000FFFF00000100007F:C350"
                        + " 01 00000000:00000000 00:00000000 00000000 0 0 9\n");
        assertThat(SeenRow.all(new ProcNetTcp(folder, 10, ByteOrder.LITTLE_ENDIAN)))
                .containsExactly(new SeenRow(1, ip("2001:db8::1"), 8080, ip("127.0.0.1"), 50000, 0, 0, 9));
    }

    @Test
    void isLocalAndIsRemote_agreeWithTheAddresses() throws IOException {
        List<InetAddress> addresses = new ArrayList<>(List.of(ip("127.0.0.1"), ip("127.0.0.2"), ip("0.0.0.0")));
        addresses.addAll(List.of(ip("::1"), ip("::"), ip("::7f00:1"), ip("1::1"), ip("0:1::1"), ip("::1:0:1")));
        int[] matches = new int[2];
        recorded(100).scan(row -> {
            for (InetAddress address : addresses) {
                assertThat(row.isLocal(address)).isEqualTo(row.localAddress().equals(address));
                assertThat(row.remoteBits().equals(AddressBits.of(address)))
                        .isEqualTo(row.remoteAddress().equals(address));
                matches[0] += row.isLocal(address) ? 1 : 0;
                matches[1] += row.remoteBits().equals(AddressBits.of(address)) ? 1 : 0;
            }
        });
        assertThat(matches).containsExactly(24, 24);
    }

    private static InetAddress ip(String literal) throws IOException {
        return InetAddress.getByName(literal);
    }

    private void write(String file, String rows) throws IOException {
        Files.writeString(folder.resolve(file), Recorded.header(file) + rows);
    }

    // --- this machine ---

    @Test
    void realTable_ownConnection_foundByTupleAndByInode() throws IOException {
        ProcNetTcp table = new ProcNetTcp(Path.of("/proc/self/net"), 1_000_000);
        InetAddress loopback = ip("127.0.0.1");
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket client = new Socket(loopback, server.getLocalPort());
                Socket accepted = server.accept()) {
            client.getOutputStream().write(new byte[7]);
            awaitSeven(accepted.getInputStream());
            SeenRow row = own(table, accepted);
            assertThat(row.state()).isEqualTo(ESTABLISHED);
            assertThat(row.rxQueue()).isEqualTo(7);
            assertThat(row.local()).isEqualTo(loopback);
            assertThat(new ProcFd(Path.of("/proc")).sockets(fd -> true, 1_000_000))
                    .containsValue(row.inode());
        }
    }

    private static void awaitSeven(InputStream in) throws IOException {
        while (in.available() < 7) {
            Thread.onSpinWait();
        }
    }

    private static SeenRow own(ProcNetTcp table, Socket socket) {
        List<SeenRow> found = new ArrayList<>();
        Scan scan = table.scan(row -> {
            if (row.localPort() == socket.getLocalPort()
                    && row.remotePort() == socket.getPort()
                    && row.isLocal(socket.getLocalAddress())
                    && row.remoteBits().equals(AddressBits.of(socket.getInetAddress()))) {
                found.add(SeenRow.of(row));
            }
        });
        assertThat(scan.readable()).isTrue();
        assertThat(scan.malformed()).isZero();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
