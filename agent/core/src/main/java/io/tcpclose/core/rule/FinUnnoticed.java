package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.connection.Outbound;
import io.tcpclose.core.kernel.KernelView;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The peer has ended it and the application has not read up to there: an idle pool, a stuck reader, an object that was
 * dropped. Only the kernel knows.
 */
final class FinUnnoticed extends TimeRule {
    private static final long POOL_IDLE = TimeUnit.SECONDS.toNanos(10);

    FinUnnoticed() {
        super(
                "fin-unnoticed",
                Severity.WARN,
                Duration.ofMinutes(5),
                "close it where its use ends; in a pool, evict before the peer's idle limit or check before use");
    }

    /** Bytes that move start the time anew: a reader on its way to the FIN, or an answer into a half-closed connection. */
    @Override
    public long heldSince(Subject s) {
        KernelView kernel = s.kernel();
        if (s.descriptor() != Descriptor.OPEN || s.has(Connection.CLOSING)) return NOT_HELD;
        long since = isUntoldReset(s) ? kernel.resetNanos : isBehindIt(s) ? kernel.finNanos : 0;
        return since == 0 ? NOT_HELD : Subject.later(since, s.lastMove());
    }

    private static boolean isUntoldReset(Subject s) {
        return s.kernel().resetNanos != 0 && !s.has(Connection.DEAD);
    }

    /** Own shutdownInput ends all reading: what the peer does after it is never noticed. */
    private static boolean isBehindIt(Subject s) {
        return s.inbound() == Inbound.FIN_PENDING || s.inbound() == Inbound.SHUT;
    }

    @Override
    public Hit hit(Subject s, long held, long after) {
        KernelView kernel = s.kernel();
        boolean pooled = looksPooled(s, kernel);
        // Before its time only where the connection is older than the agent: a few of them may well idle in a pool.
        boolean idles = (pooled || (held < after && s.isClient())) && !kernel.crowded;
        return Hit.without(this, idles ? Severity.INFO : Severity.WARN, message(s, kernel, held, pooled));
    }

    private static String message(Subject s, KernelView kernel, long held, boolean pooled) {
        String ago = (kernel.finOlder ? "at least " : "") + Subject.duration(held);
        if (isUntoldReset(s))
            return "Dead for " + ago + ", by the peer's reset or given up by the kernel,"
                    + " and no call of the application has met it.";
        if (s.outbound() == Outbound.SHUT)
            return "Own FIN sent, and the peer's came " + ago + " ago" + unread(s, kernel)
                    + ": both directions are over, the application has not read up to it and the descriptor is open.";
        return "The peer's FIN came " + ago + " ago and the application has not read up to it: CLOSE_WAIT"
                + unread(s, kernel) + "." + (pooled ? poolAdvice(kernel) : "");
    }

    /** A complete exchange, then idle until the peer had enough. */
    private static boolean looksPooled(Subject s, KernelView kernel) {
        Connection c = s.connection();
        return s.isClient() && c.bytesRead() > 0 && c.bytesWritten() > 0 && kernel.idleBeforeFin >= POOL_IDLE;
    }

    /** One FIN tells of no limit: a restarted server ends all at once. */
    private static String poolAdvice(KernelView kernel) {
        if (kernel.idleLimit == 0) return "";
        return " The peer closes after about " + Subject.duration(kernel.idleLimit)
                + " idle: set the pool's limit below that.";
    }

    /** What TLS says before the FIN is nothing that the application waits for. */
    private static String unread(Subject s, KernelView kernel) {
        boolean none = kernel.unread <= 0 || TlsLeftover.isItsOwn(s.connection(), kernel.unread);
        return none ? "" : " with " + kernel.unread + " bytes unread before it";
    }

    @Override
    public Many many() {
        return Many.connections("the peer's FIN has come and the application has not read up to it: CLOSE_WAIT.");
    }

    @Override
    public Many many(Subject s) {
        return isUntoldReset(s)
                ? Many.connections("dead, by the peer's reset or given up by the kernel, and no call of the application"
                        + " has met it.")
                : many();
    }
}
