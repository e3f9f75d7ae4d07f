package io.tcpclose.it.app;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

final class Ports {
    private Ports() {}

    /** 0 for none. */
    static int of(SocketAddress address) {
        return address == null ? 0 : ((InetSocketAddress) address).getPort();
    }
}
