package io.tcpclose.core.filter;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connections to select from. */
final class Connections {
    private Connections() {}

    static Selectable client(int remotePort) {
        return new Selectable(Selectable.Role.CLIENT, 40_000, remotePort, null, null, List.of());
    }

    static Selectable server(int listenerPort) {
        return new Selectable(Selectable.Role.SERVER, listenerPort, 50_000, null, null, List.of());
    }

    static Selectable to(String literal) {
        byte[] bytes = IpLiteral.parse(literal);
        if (bytes == null) {
            throw new IllegalArgumentException(literal);
        }
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            return new Selectable(Selectable.Role.CLIENT, 40_000, 443, address, null, List.of());
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    static Selectable toHost(@Nullable String host) {
        return new Selectable(Selectable.Role.CLIENT, 40_000, 443, null, host, List.of());
    }

    static Selectable openedBy(String... classNames) {
        return new Selectable(Selectable.Role.CLIENT, 40_000, 443, null, null, List.of(classNames));
    }
}
