package io.tcpclose.it.app;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

public final class Ports {
    private Ports() {}

    /** 0 for none. */
    public static int of(SocketAddress address) {
        return address == null ? 0 : ((InetSocketAddress) address).getPort();
    }
}
