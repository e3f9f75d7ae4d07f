package io.tcpclose.agent.cli.process;

import io.tcpclose.core.filter.IpLiteral;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Addresses of reports in one spelling: an IPv4 address that is mapped into IPv6 is that IPv4 address. */
public final class Address {
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private Address() {}

    /** {@code IP:port} in one spelling; null where it is no such thing. */
    public static @Nullable String canonical(@Nullable String address) {
        int colon = address == null ? -1 : address.lastIndexOf(':');
        if (address == null || colon < 0) return null;
        String host = address.substring(0, colon).replaceAll("^\\[|%.*|]$", "");
        byte[] bytes = IpLiteral.parse(host);
        return bytes == null ? null : Arrays.toString(unmapped(bytes)) + address.substring(colon);
    }

    private static byte[] unmapped(byte[] bytes) {
        boolean mapped = bytes.length == 16 && Arrays.equals(bytes, 0, 12, MAPPED, 0, 12);
        return mapped ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    }

    /** What the option redact=addresses has left of one. */
    public static boolean isRedacted(@Nullable String address) {
        return address != null && address.matches("addr-\\d+(:.*)?");
    }
}
