package io.tcpclose.core.kernel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The row under the cursor; reused, so copy what you keep.
 *
 * <p>Columns as the kernel prints them: net/ipv4/tcp_ipv4.c (get_tcp4_sock, get_timewait4_sock, get_openreq4) and
 * net/ipv6/tcp_ipv6.c.
 */
public final class TcpRow {
    private static final int WORDS = 4;
    private static final int MAPPED = 0xffff;

    private final boolean swap;
    /** Addresses in network order, an IPv4 one as ::ffff:a.b.c.d. */
    private final int[] local = new int[WORDS];

    private final int[] remote = new int[WORDS];
    private int localPort;
    private int remotePort;
    private int state;
    private long txQueue;
    private long rxQueue;
    private long inode;

    /** @param order of the kernel: each word of an address is printed as a number of its own */
    TcpRow(ByteOrder order) {
        swap = order == ByteOrder.LITTLE_ENDIAN;
    }

    /** Whether the line was a row; what this shows is undefined if not. */
    boolean read(RowCursor cursor, boolean v6) {
        cursor.indent();
        cursor.number();
        cursor.expect(':');
        cursor.blanks();
        localPort = endpoint(cursor, v6, local);
        remotePort = endpoint(cursor, v6, remote);
        state = cursor.hex(2);
        cursor.blanks();
        queues(cursor);
        inode(cursor);
        return !cursor.isBroken();
    }

    private int endpoint(RowCursor cursor, boolean v6, int[] address) {
        address[0] = v6 ? word(cursor) : 0;
        address[1] = v6 ? word(cursor) : 0;
        address[2] = v6 ? word(cursor) : MAPPED;
        address[3] = word(cursor);
        cursor.expect(':');
        int port = cursor.hex(4);
        cursor.blanks();
        return port;
    }

    private int word(RowCursor cursor) {
        int word = cursor.hex(8);
        return swap ? Integer.reverseBytes(word) : word;
    }

    private void queues(RowCursor cursor) {
        txQueue = Integer.toUnsignedLong(cursor.hex(8));
        cursor.expect(':');
        rxQueue = Integer.toUnsignedLong(cursor.hex(8));
        cursor.blanks();
    }

    private void inode(RowCursor cursor) {
        cursor.skip(); // tr:tm->when
        cursor.skip(); // retrnsmt
        cursor.skip(); // uid
        cursor.skip(); // timeout
        inode = cursor.number();
        cursor.endOfField();
    }

    /** The kernel's number: net/tcp_states.h, 1 ESTABLISHED to 11 CLOSING. A half-open NEW_SYN_RECV is shown as SYN_RECV. */
    public int state() {
        return state;
    }

    public int localPort() {
        return localPort;
    }

    public int remotePort() {
        return remotePort;
    }

    /** 0: no process has it as a descriptor: not accepted yet, orphaned, TIME_WAIT. */
    public long inode() {
        return inode;
    }

    /** Bytes received and not read, a FIN counted as one; of a LISTEN row, connections that wait to be accepted. */
    public long rxQueue() {
        return rxQueue;
    }

    /** Bytes written and not acknowledged by the peer, an unacknowledged SYN or FIN counted as one. */
    public long txQueue() {
        return txQueue;
    }

    /** Made at each call. An IPv4-mapped address comes as Inet4Address; an IPv6 one without a scope. */
    public InetAddress localAddress() {
        return address(local);
    }

    /** Made at each call, as {@link #localAddress()}. */
    public InetAddress remoteAddress() {
        return address(remote);
    }

    private static InetAddress address(int[] words) {
        ByteBuffer bytes = ByteBuffer.allocate(WORDS * Integer.BYTES);
        for (int word : words) {
            bytes.putInt(word);
        }
        try {
            // Takes a mapped address for what it is, and never asks a resolver.
            return InetAddress.getByAddress(bytes.array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    public AddressBits localBits() {
        return AddressBits.of(local);
    }

    public AddressBits remoteBits() {
        return AddressBits.of(remote);
    }

    /** Compares bytes, not scopes: 0.0.0.0 and :: are different addresses here. */
    public boolean isLocal(InetAddress a) {
        return isSame(local, a);
    }

    private static boolean isSame(int[] words, InetAddress a) {
        // The JDK hands out a copy: the one small object of a comparison.
        byte[] bytes = a.getAddress();
        if (bytes.length == Integer.BYTES) {
            return isMapped(words) && words[3] == word(bytes, 0);
        }
        return words[0] == word(bytes, 0)
                && words[1] == word(bytes, 4)
                && words[2] == word(bytes, 8)
                && words[3] == word(bytes, 12);
    }

    private static boolean isMapped(int[] words) {
        return words[0] == 0 && words[1] == 0 && words[2] == MAPPED;
    }

    private static int word(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }
}
