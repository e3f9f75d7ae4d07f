package io.tcpclose.core.meter;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.Outbound;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.ledger.Endpoints;
import io.tcpclose.core.probe.LateWrites;
import io.tcpclose.core.probe.StateNow;
import io.tcpclose.core.rule.Subject;
import io.tcpclose.core.site.Site;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The open connections, counted, in the states that a report says. */
final class Census {
    static final String CLOSE_WAIT = "close_wait";
    static final String UNKNOWN = "unknown";
    private static final String UNSITED = "";

    private final Kernel kernel;
    final Map<List<String>, Long> byStateAndRole = new HashMap<>();
    final Map<Role, Map<Kind, Long>> connected = new EnumMap<>(Role.class);
    final Map<List<String>, Long> halfClosed = new HashMap<>();
    final Map<Role, Long> oldestFinMillis = new EnumMap<>(Role.class);
    final Map<String, Long> bySite = new HashMap<>();
    final Map<String, Long> closeWaitBySite = new HashMap<>();
    final Map<String, Long> closeWaitByEndpoint = new HashMap<>();
    long sharedByThreads;
    long pendingWrites;

    static String role(Role role) {
        String label = role.label();
        return label == null ? UNKNOWN : label;
    }

    Census(Kernel kernel) {
        this.kernel = kernel;
    }

    void add(Subject s) {
        if (s.descriptor() == Descriptor.CLOSED) return;
        Connection c = s.connection();
        String state = StateNow.ofProbed(s, kernel);
        increment(byStateAndRole, List.of(state == null ? UNKNOWN : state, role(c.role)));
        String site = c.openedTrace instanceof Site resolved ? resolved.label() : null;
        increment(bySite, site == null ? UNSITED : site);
        if (c.has(Connection.CONNECTED)) connected(s);
        if (CLOSE_WAIT.equals(state)) closeWait(s, site);
    }

    private void connected(Subject s) {
        Connection c = s.connection();
        increment(connected.computeIfAbsent(c.role, r -> new EnumMap<>(Kind.class)), c.kind);
        List<String> half = half(s);
        if (half != null) increment(halfClosed, half);
        if (c.readers() > 1 || c.writers() > 1) sharedByThreads++;
        if (LateWrites.isPending(s)) pendingWrites++;
    }

    /** Which side has sent its FIN, and whether the peer's was read; null where neither has, as far as is known. */
    private static @Nullable List<String> half(Subject s) {
        boolean local = s.outbound() == Outbound.SHUT;
        boolean read = s.inbound() == Inbound.EOF;
        if (!read && !StateNow.hasUnreadFin(s)) return local ? List.of("local", "none") : null;
        return List.of(local ? "both" : "peer", read ? "read" : "unread");
    }

    private void closeWait(Subject s, @Nullable String site) {
        Connection c = s.connection();
        if (site != null) increment(closeWaitBySite, site);
        if (c.role == Role.CLIENT) increment(closeWaitByEndpoint, String.valueOf(Endpoints.nameOf(c)));
        long fin = s.finNanos();
        if (fin != 0) oldestFinMillis.merge(c.role, TimeUnit.NANOSECONDS.toMillis(s.now() - fin), Math::max);
    }

    private static <K> void increment(Map<K, Long> counts, K key) {
        counts.merge(key, 1L, Long::sum);
    }
}
