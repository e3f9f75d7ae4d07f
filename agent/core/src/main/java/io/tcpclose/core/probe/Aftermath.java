package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.kernel.TcpRow;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.Subject;
import io.tcpclose.core.site.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a connection after close: its row in the kernel's tables, without an inode while the kernel finishes it, with
 * one while another process holds the socket. Bounded: of many closes some are followed.
 */
final class Aftermath implements TableReader {
    private static final int MAX_FOLLOWED = 4_096;
    /** Probe intervals between readings for closes that nothing is known against. */
    private static final int ROUTINE = 6;

    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long GIVEN_UP = TimeUnit.SECONDS.toNanos(60);

    /** A RST ends it, by either side: close has no FIN to withhold and nothing to wait for. */
    private static final int OVER = Connection.DEAD | Connection.RST_AT_CLOSE | Connection.LINGER_ZERO;

    private static final class Followed {
        private final Connection connection;
        private final long closedNanos;
        private final @Nullable Site closeSite;
        private final @Nullable String closeThread;
        private final boolean finIsSent;
        private long due;
        private long heldSince;
        private boolean orphanSeen;
        /** Its finding is made; it stays among the orphans until the kernel has ended it. */
        private boolean told;

        private int state;
        private long inode;

        Followed(Connection c, long now, @Nullable Site closeSite, @Nullable Step close, boolean finIsSent) {
            this.connection = c;
            this.closedNanos = now;
            this.closeSite = closeSite;
            this.closeThread = close == null ? null : close.thread;
            this.finIsSent = finIsSent;
        }

        boolean isSuspicious() {
            return heldSince != 0 || (orphanSeen && !told);
        }
    }

    private final Ledger ledger;
    private final long intervalNanos;
    private final TupleMap<Followed> followed = new TupleMap<>(f -> f.connection);
    private final WithheldSockets withheld = new WithheldSockets();
    /** Found to be held for the second time in this reading: who holds them is asked for all together. */
    private final List<Followed> held = new ArrayList<>();

    private boolean reads;
    private boolean looked;
    private long lastLook;
    private long notFollowed;

    Aftermath(Ledger ledger, long intervalNanos) {
        this.ledger = ledger;
        this.intervalNanos = intervalNanos;
    }

    void descriptors(ProcFd descriptors) {
        withheld.descriptors(descriptors);
    }

    /** The tables can be read: else nothing would come of following a close. */
    void begins() {
        reads = true;
    }

    /** Before anything of the connection is dropped. */
    void closed(Subject s, long now) {
        Connection c = s.connection();
        boolean sent = finIsSent(s);
        boolean peerIsDone = s.finNanos() != 0 || c.has(Connection.FIN_AT_CLOSE);
        if (!reads || !c.has(Connection.CONNECTED) || c.has(OVER) || (sent && peerIsDone)) return;
        if (followed.all().size() >= MAX_FOLLOWED) {
            notFollowed++;
            return;
        }
        Step close = s.step(SocketEvent.CLOSE);
        // Resolved now: a raw backtrace would pin the application's classes for as long as this is followed.
        Site site = sent || close == null ? null : ledger.sites().of(close.trace);
        Followed f = new Followed(c, now, site, close, sent);
        f.due = now + (sent ? orphanAfter() : intervalNanos);
        followed.add(f);
    }

    /** {@code NioSocketImpl.close} shuts down before it closes, whoever else holds the socket; the Cleaner does not. */
    private static boolean finIsSent(Subject s) {
        Connection c = s.connection();
        boolean byShutdown = c.has(Connection.OUTPUT_SHUT | Connection.FOREIGN_SHUT);
        return byShutdown || (c.kind == Kind.SOCKET && !c.has(Connection.BY_CLEANER));
    }

    private long orphanAfter() {
        return ledger.settings().after(RuleCatalog.orphanFinWait2());
    }

    /** Seldom where nothing was noticed yet, as every service closes connections; at once for a second look. */
    @Override
    public boolean wants(long now) {
        boolean seldom = !looked || now - lastLook >= ROUTINE * intervalNanos;
        for (Followed f : followed.all()) if (now - f.due >= 0 && (seldom || f.isSuspicious())) return true;
        return false;
    }

    /** Somebody else seems to hold a socket that we closed, and he may be gone soon. */
    @Override
    public boolean isUrgent(long now) {
        if (withheld.rests(now)) return false;
        for (Followed f : followed.all()) if (f.heldSince != 0 && now - f.due >= 0) return true;
        return false;
    }

    @Override
    public void begin(long now) {
        looked = true;
        lastLook = now;
        for (Followed f : followed.all()) f.state = 0;
    }

    @Override
    public void row(TcpRow row) {
        for (Followed f : followed.of(row)) {
            f.state = row.state();
            f.inode = row.inode();
        }
    }

    @Override
    public void end(long now, long millis) {
        followed.removeIf(f -> now - f.due >= 0 && !goesOn(f, now, millis));
        tellHeld(now, millis);
    }

    /** @return whether it is worth another look */
    private boolean goesOn(Followed f, long now, long millis) {
        f.due = now + intervalNanos;
        return switch (f.state) {
            case KernelCalls.ESTABLISHED, KernelCalls.CLOSE_WAIT -> f.inode != 0 && !f.finIsSent && isHeldOnce(f, now);
            case KernelCalls.FIN_WAIT_2 -> f.inode == 0 && orphan(f, now, millis);
            case KernelCalls.FIN_WAIT_1, KernelCalls.LAST_ACK, KernelCalls.CLOSING -> now - f.closedNanos < GIVEN_UP;
            default -> false;
        };
    }

    private boolean orphan(Followed f, long now, long millis) {
        if (f.told) return true;
        long age = now - f.closedNanos;
        if (age < orphanAfter()) {
            f.due = f.closedNanos + orphanAfter();
            return true;
        }
        if (!f.orphanSeen) return f.orphanSeen = true;
        String message =
                "We closed " + Subject.duration(age) + " ago and the peer has not: FIN_WAIT_2 without a descriptor,"
                        + " which the kernel ends after tcp_fin_timeout.";
        ledger.record(f.connection, RuleCatalog.orphanFinWait2().hit(message), millis);
        f.told = true;
        return true;
    }

    /** A child between fork and exec holds for a moment what its parent holds: so only who does twice is looked for. */
    private boolean isHeldOnce(Followed f, long now) {
        if (f.heldSince == 0) {
            f.heldSince = now;
            f.due = now + Math.max(BETWEEN_LOOKS, intervalNanos);
            return true;
        }
        if (withheld.rests(now)) return true;
        held.add(f);
        return false;
    }

    private void tellHeld(long now, long millis) {
        Set<Long> inodes = new HashSet<>();
        for (Followed f : held) inodes.add(f.inode);
        Map<Long, String> holders = withheld.holders(inodes, now);
        for (Followed f : held) {
            String holder = holders.get(f.inode);
            if (holder != null) tell(f, holder, millis);
        }
        held.clear();
    }

    private void tell(Followed f, String holder, long millis) {
        String message = "close() has returned, and " + holder
                + " still holds the socket: no FIN was sent, the peer sees an open connection.";
        ledger.record(f.connection, RuleCatalog.finWithheld().hit(message, f.closeSite, f.closeThread), millis);
    }

    /** Connections that we closed and whose kernel half went on at the last look, by that state's number. */
    Map<Integer, Integer> orphans() {
        Map<Integer, Integer> byState = new HashMap<>();
        for (Followed f : followed.all()) if (f.state != 0 && f.inode == 0) byState.merge(f.state, 1, Integer::sum);
        return byState;
    }

    /** Closes that were not followed, as too many were under way. */
    long notFollowed() {
        return notFollowed;
    }

    /** Sockets that we closed and somebody holds, who was not found in the time that a look may take. */
    long holdersLeftOut() {
        return withheld.leftOut();
    }
}
