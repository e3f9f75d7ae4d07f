package io.tcpclose.core.kernel;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The 128 bits of an address, an IPv4 one as ::ffff:a.b.c.d: what the kernel's tables and the JDK's addresses are
 * compared by. No scope.
 */
public record AddressBits(long high, long low) {
    private static final long MAPPED = 0xffffL << Integer.SIZE;

    public static AddressBits of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == Integer.BYTES
                ? new AddressBits(0, MAPPED | Integer.toUnsignedLong(bytes.getInt()))
                : new AddressBits(bytes.getLong(), bytes.getLong());
    }

    static AddressBits of(int[] words) {
        return new AddressBits(pair(words[0], words[1]), pair(words[2], words[3]));
    }

    private static long pair(int high, int low) {
        return (long) high << Integer.SIZE | Integer.toUnsignedLong(low);
    }
}
