package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the application has open now. Any thread; each list is the caller's own. */
public final class OpenSockets {
    private OpenSockets() {}

    /** Without listeners. */
    public static List<Connection> connections() {
        List<Connection> open = new ArrayList<>();
        ConnectionTable.forEach(c -> {
            if (c.role != Role.LISTENER && c.role != Role.OWN && !c.has(Connection.PRE_CLOSED)) open.add(c);
        });
        return open;
    }

    /** Of the connections. */
    public static Set<Kind> kinds() {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Connection c : connections()) kinds.add(c.kind);
        return kinds;
    }

    /** Bound or not, held ones among them. */
    public static List<ListeningSocket> listeners() {
        List<ListeningSocket> listeners = new ArrayList<>();
        ConnectionTable.forEach(c -> {
            boolean listens = c.role == Role.LISTENER && !c.has(Connection.PRE_CLOSED);
            if (listens && c instanceof ListeningSocket listener) listeners.add(listener);
        });
        return listeners;
    }
}
