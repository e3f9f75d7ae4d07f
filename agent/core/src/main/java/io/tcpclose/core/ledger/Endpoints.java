package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.HostNames;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.core.filter.Selectable;
import io.tcpclose.core.site.Site;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Names of ends, without ever asking a resolver. */
public final class Endpoints {
    private Endpoints() {}

    /** {@code host:port} of a connect, {@code listener:PORT} of an accept and of a bound listener; null where there is neither. */
    public static @Nullable String nameOf(Connection c) {
        if (c.role == Role.LISTENER && c.localPort() == 0) return null;
        if (c.role == Role.SERVER || c.role == Role.LISTENER) return "listener:" + c.localPort();
        InetAddress remote = c.remoteAddress();
        if (remote == null || isOfUnknownSide(c)) return null;
        String host = hostOf(remote);
        return (host == null ? literal(remote) : host) + ":" + c.remotePort();
    }

    /** Older than the agent, and /proc does not tell whether we listen there: the remote port may be one that a client was given. */
    private static boolean isOfUnknownSide(Connection c) {
        return c.role == Role.UNKNOWN && c.has(Connection.ADOPTED);
    }

    /** The name that the application passed, or null. */
    public static @Nullable String hostOf(@Nullable InetAddress address) {
        return address == null ? null : HostNames.passed(address);
    }

    public static @Nullable String hostOf(Connection c) {
        return c.role == Role.SERVER ? null : hostOf(c.remoteAddress());
    }

    /** The IP literal; IPv6 in brackets, as before a port. */
    public static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }

    public static @Nullable String local(Connection c) {
        InetAddress address = c.localAddress();
        if (c.localPort() == 0) return null;
        return (address == null ? "*" : literal(address)) + ":" + c.localPort();
    }

    public static @Nullable String remote(Connection c) {
        InetAddress address = c.remoteAddress();
        return address == null ? null : literal(address) + ":" + c.remotePort();
    }

    static Selectable selectable(Connection c, Site opened) {
        Selectable.Role role =
                switch (c.role) {
                    case CLIENT -> Selectable.Role.CLIENT;
                    case SERVER, LISTENER -> Selectable.Role.SERVER;
                    case UNKNOWN, OWN -> Selectable.Role.UNKNOWN;
                };
        return new Selectable(role, c.localPort(), c.remotePort(), c.remoteAddress(), hostOf(c), opened.classes());
    }
}
