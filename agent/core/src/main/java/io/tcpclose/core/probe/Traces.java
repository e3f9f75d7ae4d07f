package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Anomalies;
import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.LastUse;
import io.tcpclose.bootstrap.StackMark;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.site.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns raw backtraces into call sites, a bounded number a pass: each new one costs up to 40 us, and each one left
 * raw pins the classes on its stack. Also asks a bounded number of connections who uses them.
 */
final class Traces {
    private static final int RESOLVED_PER_PASS = 1_000;
    /** One that is equal to another of the same pass costs so many times less. */
    private static final int CHEAPER = 50;

    private static final int BUDGET = RESOLVED_PER_PASS * CHEAPER;
    private static final int ASKED_PER_PASS = 256;

    private final Ledger ledger;
    private int left = BUDGET;
    private int askable;
    private int seen;
    private int lastSeen;
    private long pass;

    Traces(Ledger ledger) {
        this.ledger = ledger;
    }

    void beginPass() {
        pass++;
        left = BUDGET;
        ledger.sites().letGo();
        askable = ASKED_PER_PASS;
        lastSeen = seen;
        seen = 0;
    }

    private boolean isRaw(@Nullable Object trace) {
        return trace instanceof StackMark && left > 0;
    }

    private Site resolve(@Nullable Object trace) {
        long before = ledger.sites().resolved();
        Site site = ledger.sites().of(trace);
        left -= ledger.sites().resolved() == before ? 1 : CHEAPER;
        return site;
    }

    /** Resolves what an open connection carries raw. */
    void settle(Connection c) {
        if (isRaw(c.openedTrace)) c.openedTrace = resolve(c.openedTrace);
        for (Step s = c.newestStep(); s != null; s = s.older()) {
            if (isRaw(s.trace)) s.trace = resolve(s.trace);
        }
        LastUse use = c.lastUse;
        if (use != null && isRaw(use.trace)) use.trace = resolve(use.trace);
        Anomalies anomalies = c.anomalies();
        if (anomalies != null && isRaw(anomalies.acceptTrace)) anomalies.acceptTrace = resolve(anomalies.acceptTrace);
    }

    /** Once a pass for each connection, by turns where there are many: the next read or write tells who it was. */
    void ask(Connection c) {
        int turns = 1 + lastSeen / ASKED_PER_PASS;
        seen++;
        if (askable == 0 || (c.id + pass) % turns != 0) return;
        askable--;
        c.set(Connection.NOTE_USE);
    }

    /** A step that has been looked at and whose connection may be gone. */
    void settle(Step step) {
        step.trace = settled(step.trace, true);
    }

    /** A closed connection: its opening site counts in the sums where there is time, all else only where a report needs it. */
    boolean settleClosed(Connection c, Step closed, boolean keepSteps) {
        boolean sited = !(c.openedTrace instanceof StackMark) || keepSteps || left > 0;
        if (!sited) c.openedTrace = null;
        else if (c.openedTrace != null) c.openedTrace = resolve(c.openedTrace);
        // A use after close may be newer than the closing step, and is still to be looked at.
        for (Step s = closed; s != null; s = s.older()) s.trace = settled(s.trace, keepSteps);
        LastUse use = c.lastUse;
        if (use != null) use.trace = settled(use.trace, keepSteps);
        return sited;
    }

    private @Nullable Object settled(@Nullable Object trace, boolean keep) {
        if (!(trace instanceof StackMark)) return trace;
        return keep ? resolve(trace) : null;
    }

    /** What the thread of the last use is doing now; empty where it is gone. */
    List<String> nowIn(Connection c) {
        LastUse use = c.lastUse;
        Thread thread = use == null ? null : use.get();
        return thread == null ? List.of() : ledger.sites().frames(thread.getStackTrace());
    }
}
