package io.tcpclose.core.probe;

import io.tcpclose.core.kernel.KernelView;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whether FINs tell of an idle limit of the peer: they came at different moments, each after about the same time without a byte. A
 * restarted server ends connections of any idle time at one moment.
 */
final class IdleLimit {
    private static final int SEVERAL = 3;
    private static final long ONE_MOMENT = TimeUnit.SECONDS.toNanos(2);
    /** Idle times are known to within a probe interval. */
    private static final double SPREAD = 1.25;

    private IdleLimit() {}

    /** @return the shortest of the idle times, in nanoseconds; 0 where they do not agree */
    static long of(List<KernelView> ended) {
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        int moments = 0;
        long lastMoment = 0;
        List<KernelView> inOrder = ended.stream()
                .filter(view -> view.idleBeforeFin >= 0)
                .sorted((a, b) -> Long.signum(a.finNanos - b.finNanos))
                .toList();
        for (KernelView view : inOrder) {
            shortest = Math.min(shortest, view.idleBeforeFin);
            longest = Math.max(longest, view.idleBeforeFin);
            if (moments > 0 && view.finNanos - lastMoment < ONE_MOMENT) continue;
            moments++;
            lastMoment = view.finNanos;
        }
        return moments >= SEVERAL && longest <= shortest * SPREAD ? shortest : 0;
    }
}
