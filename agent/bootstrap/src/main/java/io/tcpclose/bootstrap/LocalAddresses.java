package io.tcpclose.bootstrap;

import java.net.InetAddress;

/** A process has few local addresses: connections share them instead of keeping 56 bytes each. Races only cost a copy. */
final class LocalAddresses {
    private static final InetAddress[] KNOWN = new InetAddress[16];

    private LocalAddresses() {}

    static void clear() {
        for (int i = 0; i < KNOWN.length; i++) KNOWN[i] = null;
    }

    static InetAddress intern(InetAddress address) {
        int slot = address.hashCode() & (KNOWN.length - 1);
        InetAddress known = KNOWN[slot];
        if (known != null && known.equals(address)) return known;
        KNOWN[slot] = address;
        return address;
    }
}
