package io.tcpclose.core.filter;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An address or a CIDR block. IPv4 and IPv6 never match each other; an IPv4-mapped block is the IPv4 block, because the
 * JDK hands such addresses out as IPv4.
 */
final class Network {
    private static final int MAPPED_BITS = 96;

    private final byte[] base;
    private final int prefix;

    private Network(byte[] base, int prefix) {
        this.base = base;
        this.prefix = prefix;
    }

    static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] base = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        if (base == null) {
            return null;
        }
        int bits = base.length * Byte.SIZE;
        int prefix = slash < 0 ? bits : Digits.number(text, slash + 1, text.length(), bits);
        return prefix < 0 ? null : unmapped(base, prefix);
    }

    private static Network unmapped(byte[] base, int prefix) {
        if (base.length == IpLiteral.V4_BYTES || prefix < MAPPED_BITS || !isMapped(base)) {
            return new Network(base, prefix);
        }
        byte[] v4 = Arrays.copyOfRange(base, MAPPED_BITS / Byte.SIZE, IpLiteral.V6_BYTES);
        return new Network(v4, prefix - MAPPED_BITS);
    }

    private static boolean isMapped(byte[] address) {
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[10] == -1 && address[11] == -1;
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == base.length && samePrefix(bytes);
    }

    private boolean samePrefix(byte[] bytes) {
        int whole = prefix / Byte.SIZE;
        int mask = 0xff00 >> prefix % Byte.SIZE & 0xff;
        return Arrays.equals(bytes, 0, whole, base, 0, whole)
                && (mask == 0 || (bytes[whole] & mask) == (base[whole] & mask));
    }
}
