package io.tcpclose.core.report;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.LastUse;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.TcpState;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.KernelView;
import io.tcpclose.core.ledger.Endpoints;
import io.tcpclose.core.ledger.Totals;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.rule.Subject;
import io.tcpclose.core.site.Sites;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection as a report shows it, with its life line. */
final class ConnectionView {
    private final Engine engine;
    private final Sites sites;
    private final Kernel kernel;
    private final Map<Connection, List<String>> sharers;
    private final OpenStates states;
    private final long now;
    private final Instant taken;

    /** @param sharers other processes that hold the same socket, as {@code pid command} */
    ConnectionView(Engine engine, OpenStates states, Map<Connection, List<String>> sharers, long now, Instant taken) {
        this.states = states;
        this.engine = engine;
        this.kernel = engine.kernel().kernel();
        this.sharers = sharers;
        this.sites = engine.ledger().sites();
        this.now = now;
        this.taken = taken;
    }

    Report.Connection of(Connection c) {
        Subject s = new Subject(c, now);
        boolean gone = s.descriptor() == Descriptor.CLOSED;
        Halves halves = Halves.of(s, s.descriptor() == Descriptor.HELD ? KernelView.state(kernel.info(c)) : 0);
        return new Report.Connection(
                c.id,
                gone ? null : c.fd,
                c.kind.label(),
                c.role.label(),
                c.has(Connection.TLS),
                tlsBy(c),
                Endpoints.local(c),
                Endpoints.remote(c),
                Endpoints.hostOf(c),
                gone ? TcpState.of(s.inbound(), s.outbound(), s.descriptor()) : states.of(c),
                halves.inbound().label(),
                halves.outbound().label(),
                s.descriptor().label(),
                c.has(Connection.ADOPTED) ? null : taken.minusNanos(now - c.openedNanos),
                c.has(Connection.ADOPTED) ? null : millis(now - c.openedNanos),
                s.finNanos() == 0 || s.kernel().finOlder ? null : millis(now - s.finNanos()),
                gone ? null : millis(now - c.lastMoveNanos),
                Totals.idleBeforeFin(s),
                c.bytesRead(),
                c.bytesWritten(),
                unread(c, gone),
                retransmits(s),
                new Report.Sharing(c.readers(), c.writers(), layers(c), sharers.getOrDefault(c, List.of())),
                engine.ledger().siteOf(c).frames(),
                lastUse(c.lastUse),
                Engine.nowIn(c),
                Timeline.of(c, c.role == Role.SERVER ? "accepted" : "opened", engine.ledger()));
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanos));
    }

    /** Known of those that gave a reason to ask. */
    private static @Nullable Long retransmits(Subject s) {
        KernelView told = KernelView.of(s.connection());
        return told == null ? null : (long) told.retransmits;
    }

    private @Nullable Long unread(Connection c, boolean gone) {
        int bytes = gone ? c.unreadAtClose() : kernel.unread(c);
        return bytes < 0 ? null : (long) bytes;
    }

    /** How TLS is known: an SSLSocket is met by its class, an SSLEngine by what it writes. */
    private static @Nullable String tlsBy(Connection c) {
        if (!c.has(Connection.TLS)) return null;
        return c.has(Connection.SSL_SOCKET) ? "SSLSocket" : "record header";
    }

    private static List<String> layers(Connection c) {
        List<String> layers = new ArrayList<>();
        if (c.has(Connection.SSL_SOCKET)) layers.add("javax.net.ssl.SSLSocket");
        boolean ownSocket = !c.has(Connection.SSL_SOCKET) || c.has(Connection.TLS_LAYERED);
        switch (c.kind) {
            case SOCKET -> {
                if (ownSocket) layers.add("java.net.Socket");
            }
            case CHANNEL -> {
                if (c.has(Connection.ADAPTOR)) layers.add("java.net.Socket");
                layers.add("java.nio.channels.SocketChannel");
            }
            case ASYNC -> layers.add("java.nio.channels.AsynchronousSocketChannel");
            case UNKNOWN -> {
                // nothing is known of what lies over the descriptor
            }
        }
        return layers;
    }

    private Report.@Nullable LastUse lastUse(@Nullable LastUse use) {
        if (use == null) return null;
        return new Report.LastUse(
                use.thread, millis(now - use.nanos), sites.of(use.trace).frames());
    }
}
