package io.tcpclose.core.ledger;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.LastUse;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.site.Site;
import io.tcpclose.core.site.SiteUsers;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Call sites are held by findings and by the connections that are open. For the agent's thread. */
final class SiteUse implements SiteUsers {
    private final Collection<Finding> findings;

    /** @param findings as they are at each question */
    SiteUse(Collection<Finding> findings) {
        this.findings = findings;
    }

    @Override
    public void mark() {
        ConnectionTable.forEach(SiteUse::mark);
        for (Finding finding : findings) {
            finding.opened().usedFor(Use.FOUND);
            finding.offending().usedFor(Use.FOUND);
        }
    }

    private static void mark(Connection c) {
        mark(c.openedTrace, Use.OPENED);
        for (Step s = c.newestStep(); s != null; s = s.older()) mark(s.trace, Use.STEP);
        LastUse last = c.lastUse;
        if (last != null) mark(last.trace, Use.STEP);
    }

    private static void mark(@Nullable Object trace, Use use) {
        if (trace instanceof Site site) site.usedFor(use);
    }

    @Override
    public void forget() {
        ConnectionTable.forEach(SiteUse::forget);
    }

    private static void forget(Connection c) {
        if (hasFallen(c.openedTrace)) c.openedTrace = Site.NONE;
        for (Step s = c.newestStep(); s != null; s = s.older()) if (hasFallen(s.trace)) s.trace = Site.NONE;
        LastUse last = c.lastUse;
        if (last != null && hasFallen(last.trace)) last.trace = Site.NONE;
    }

    private static boolean hasFallen(@Nullable Object trace) {
        return trace instanceof Site site && site.hasFallen();
    }
}
