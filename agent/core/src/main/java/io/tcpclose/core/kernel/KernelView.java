package io.tcpclose.core.kernel;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel has said of one connection so far. Written by the agent's thread, or under the engine's lock; times are
 * {@link System#nanoTime()}, 0 where it has not happened.
 */
public final class KernelView {
    /** Nothing was told; never written to. */
    public static final KernelView NOTHING = new KernelView();

    /** On the record that the prober keeps of a connection. */
    public interface Holder {
        @Nullable
        KernelView view();
    }

    /** Unanswered retransmissions or keep-alive probes from which the peer counts as gone: 6 s of RTO back-off at the least. */
    private static final int GONE_FROM = 5;

    /** When the peer's FIN came, unread by the application: of the watcher's event, or of the probe that found it. */
    public long finNanos;
    /** The connection was in CLOSE_WAIT when the agent came: the FIN is older than any time that is told of it. */
    public boolean finOlder;
    /** When the peer's RST came, untold to the application. */
    public long resetNanos;
    /** Nanoseconds without a byte before the FIN came; -1 unknown. */
    public long idleBeforeFin = -1;
    /** Idle time after which this peer closes, as several FINs at different moments agree; 0 where they do not. */
    public long idleLimit;
    /** Since when the kernel has decided a connect that the application has not finished. */
    public long connectNanos;
    /** How: ESTABLISHED, CLOSE_WAIT, or CLOSE where it failed. */
    public int connectState;
    /** Since when retransmissions or probes go unanswered. */
    public long goneNanos;
    /** Since when bytes have waited on an accepted connection that was never read. */
    public long waitingNanos;
    /** At the last probe: retransmissions of the oldest unacknowledged segment; they start again at 0 when the peer answers. */
    public int retransmits;
    /** At the last probe: keep-alive or zero-window probes sent without an answer. */
    public int probes;
    /** At the last probe: unread bytes, -1 unknown. */
    public int unread = -1;
    /** In a set of such connections that is large or grows: no pool that merely idles. */
    public boolean crowded;
    /** Probes in a row that saw our FIN sent without a call of this JVM. */
    public int foreignFinSeen;
    /** Probes in a row that saw bytes come after own shutdownInput. */
    public int lostInputSeen;

    /** Of a connection, or null where the kernel has told nothing remarkable. */
    public static @Nullable KernelView of(Connection connection) {
        return connection.watch instanceof Holder holder ? holder.view() : null;
    }

    /** Takes in an answer of TCP_INFO for an established connection. */
    public void answers(int info, long now) {
        retransmits = info >>> 16 & 0xff;
        probes = info >>> 24;
        boolean gone = state(info) == KernelCalls.ESTABLISHED && (retransmits >= GONE_FROM || probes >= GONE_FROM);
        if (!gone) goneNanos = 0;
        else if (goneNanos == 0) goneNanos = now;
    }

    /** Number of {@code include/net/tcp_states.h}, 0 unknown. */
    public static int state(int info) {
        return info & 0xff;
    }

    /** Worth another look at the next probe. */
    public boolean isSuspicious() {
        return retransmits > 0 || probes > 0 || foreignFinSeen > 0 || finNanos != 0;
    }
}
