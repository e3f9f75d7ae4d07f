package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.core.kernel.ProcNetTcp.Scan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tables that come in pieces, break off, or are damaged at random. */
class HostileStreamTest {

    @Test
    void stream_failsHalfWay_rowsBeforeAreKeptAndTheRestIsMissed() throws IOException {
        byte[] text = Recorded.text("tcp").getBytes(StandardCharsets.ISO_8859_1);
        InputStream fails = new Trickle(text, 700, 1_200);
        Result result = scan(new LineReader(fails, 8192, 1 << 20), 100);
        assertThat(result.rows).hasSize(7);
        assertThat(result.scan).isEqualTo(new Scan(7, true, 0, true));
    }

    @Test
    void stream_anyBufferAndAnyPieces_sameRows() throws IOException {
        byte[] text = Recorded.text("tcp").getBytes(StandardCharsets.ISO_8859_1);
        Result whole = scan(new LineReader(new ByteArrayInputStream(text), 8192, 1 << 20), 100);
        assertThat(whole.rows).hasSize(14);
        for (int piece : new int[] {1, 2, 149, 150, 151, 4096}) {
            for (int buffer : new int[] {151, 160, 300, 8192}) {
                LineReader lines = new LineReader(new Trickle(text, piece, Long.MAX_VALUE), buffer, 1 << 20);
                assertThat(scan(lines, 100))
                        .as("%d bytes into %d", piece, buffer)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void stream_randomlyDamaged_neverThrowsAndGivesOnlyPossibleRows() throws IOException {
        byte[] text = Recorded.text("tcp").getBytes(StandardCharsets.ISO_8859_1);
        Random random = new Random(17);
        int rows = 0;
        int malformed = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = damaged(text, random);
            Result result = scan(new LineReader(new ByteArrayInputStream(damaged), 256, 1 << 20), 10);
            assertThat(result.rows).hasSize(result.scan.rows()).hasSizeLessThanOrEqualTo(10);
            result.rows.forEach(HostileStreamTest::assertPossible);
            rows += result.scan.rows();
            malformed += result.scan.malformed();
        }
        assertThat(rows).isPositive();
        assertThat(malformed).isPositive();
    }

    private static byte[] damaged(byte[] text, Random random) {
        byte[] damaged = new byte[random.nextInt(text.length)];
        System.arraycopy(text, 0, damaged, 0, damaged.length);
        for (int hits = random.nextInt(20); hits > 0 && damaged.length > 0; hits--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static void assertPossible(SeenRow row) {
        boolean possible = row.state() >= 0
                && row.state() <= 0xff
                && row.localPort() >>> 16 == 0
                && row.remotePort() >>> 16 == 0
                && row.rxQueue() >>> 32 == 0
                && row.txQueue() >>> 32 == 0
                && row.inode() >= 0;
        assertThat(possible).as("%s", row).isTrue();
    }

    private record Result(Scan scan, List<SeenRow> rows) {}

    private static Result scan(LineReader lines, int maxRows) {
        List<SeenRow> rows = new ArrayList<>();
        TcpScan scan = new TcpScan(row -> rows.add(SeenRow.of(row)), maxRows, ByteOrder.LITTLE_ENDIAN);
        scan.read(lines, false);
        return new Result(scan.result(), rows);
    }

    /** Hands out a few bytes at a time, and fails when so many have been read. */
    private static final class Trickle extends ByteArrayInputStream {
        private final int piece;
        private final long failsAt;

        Trickle(byte[] text, int piece, long failsAt) {
            super(text);
            this.piece = piece;
            this.failsAt = failsAt;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (pos >= failsAt) {
                return fail(new IOException("gone"));
            }
            return super.read(bytes, offset, (int) Math.min(Math.min(length, piece), failsAt - pos));
        }

        /** ByteArrayInputStream does not declare what every stream may throw. */
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <E extends Exception> int fail(Exception e) throws E {
            throw (E) e;
        }
    }
}
