package io.tcpclose.core.report;

import io.tcpclose.bootstrap.Actor;
import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Doing;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.ledger.Ledger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The life line, in the order of what happened. */
final class Timeline {
    private Timeline() {}

    /** @param birth what its first step is called */
    static List<Report.Step> of(Connection c, String birth, Ledger ledger) {
        List<Report.Step> line = new ArrayList<>();
        if (!c.has(Connection.ADOPTED)) {
            List<String> opened = ledger.siteOf(c).frames();
            line.add(Report.Step.of(0, birth, c.openedThread(), opened));
        }
        if (c.connectedNanos() != 0) line.add(Report.Step.of(at(c, c.connectedNanos()), "connected", null, List.of()));
        for (Step s : inOrder(c)) line.add(step(c, s, ledger.sites().of(s.trace).frames()));
        return line;
    }

    private static Report.Step step(Connection c, Step s, List<String> stack) {
        Doing byItself = s.doing == null || s.doing.actor() == Actor.APPLICATION ? null : s.doing;
        return new Report.Step(
                at(c, s.nanos),
                s.event.label(),
                s.thread,
                stack,
                byItself == null ? null : byItself.actor().label(),
                byItself == null ? null : byItself.why());
    }

    /** What the kernel told was entered when it was asked, and is of when it happened. */
    private static List<Step> inOrder(Connection c) {
        Deque<Step> steps = new ArrayDeque<>();
        for (Step s = c.newestStep(); s != null; s = s.older()) steps.push(s);
        List<Step> inOrder = new ArrayList<>(steps);
        inOrder.sort((a, b) -> Long.signum(a.nanos - b.nanos));
        return inOrder;
    }

    private static long at(Connection c, long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanos - c.openedNanos));
    }
}
