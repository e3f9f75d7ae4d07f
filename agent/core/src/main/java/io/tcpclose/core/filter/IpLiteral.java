package io.tcpclose.core.filter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses written as literals. Read by hand: {@code InetAddress.getByName} asks the resolver for anything that it
 * does not take for a literal, and reads {@code 010.1} as an address too.
 */
public final class IpLiteral {
    static final int V4_BYTES = 4;
    static final int V6_BYTES = 16;

    private IpLiteral() {}

    /**
     * The 4 or 16 bytes of an address; {@code null} when the text is not a complete literal (no short forms, no leading
     * zeros in IPv4, no brackets, no scope). An IPv4-mapped IPv6 address keeps its 16 bytes.
     */
    public static byte @Nullable [] parse(String text) {
        return text.indexOf(':') < 0 ? v4(text) : v6(text);
    }

    private static byte @Nullable [] v4(String text) {
        byte[] address = new byte[V4_BYTES];
        int at = 0;
        for (int i = 0; i < V4_BYTES; i++) {
            int end = i < V4_BYTES - 1 ? text.indexOf('.', at) : text.length();
            int octet = end < 0 ? -1 : Digits.number(text, at, end, 255);
            if (octet < 0) {
                return null;
            }
            address[i] = (byte) octet;
            at = end + 1;
        }
        return address;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] all = groups(text, true);
            return all != null && all.length == V6_BYTES ? all : null;
        }
        byte[] head = groups(text.substring(0, gap), false);
        byte[] tail = groups(text.substring(gap + 2), true);
        // The gap stands for at least one group.
        if (head == null || tail == null || head.length + tail.length > V6_BYTES - 2) {
            return null;
        }
        byte[] address = Arrays.copyOf(head, V6_BYTES);
        System.arraycopy(tail, 0, address, V6_BYTES - tail.length, tail.length);
        return address;
    }

    private static byte @Nullable [] groups(String text, boolean mayEndInV4) {
        byte[] address = new byte[V6_BYTES];
        int length = 0;
        int at = 0;
        while (at < text.length() || at > 0) {
            int colon = text.indexOf(':', at);
            boolean last = colon < 0;
            String group = text.substring(at, last ? text.length() : colon);
            byte[] bytes = last && mayEndInV4 && group.indexOf('.') >= 0 ? v4(group) : group(group);
            if (bytes == null || length + bytes.length > V6_BYTES) {
                return null;
            }
            System.arraycopy(bytes, 0, address, length, bytes.length);
            length += bytes.length;
            if (last) {
                break;
            }
            at = colon + 1;
        }
        return Arrays.copyOf(address, length);
    }

    private static byte @Nullable [] group(String text) {
        if (text.isEmpty() || text.length() > 4) {
            return null;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Digits.hex(text.charAt(i));
            if (digit < 0) {
                return null;
            }
            value = value << 4 | digit;
        }
        return new byte[] {(byte) (value >> 8), (byte) value};
    }
}
