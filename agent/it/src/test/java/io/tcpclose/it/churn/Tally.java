package io.tcpclose.it.churn;

import java.util.concurrent.atomic.AtomicInteger;

/** What happened, as one line of {@code name=number}. */
final class Tally {
    final AtomicInteger made = new AtomicInteger();
    final AtomicInteger children = new AtomicInteger();
    /** Connections that rested and whose peer sent FIN or RST. */
    final AtomicInteger ended = new AtomicInteger();
    /** Connections that rested and whose peer did nothing. */
    final AtomicInteger quiet = new AtomicInteger();
    /** Ended, and the agent does not say so. */
    final AtomicInteger lost = new AtomicInteger();
    /** Quiet, and the agent says that they ended. */
    final AtomicInteger wrong = new AtomicInteger();

    private final AtomicInteger failures = new AtomicInteger();

    void failed(Exception e) {
        if (failures.incrementAndGet() <= 3) {
            e.printStackTrace();
        }
    }

    @Override
    public String toString() {
        return "made=%s children=%s ended=%s quiet=%s lost=%s wrong=%s failures=%s"
                .formatted(made, children, ended, quiet, lost, wrong, failures);
    }
}
