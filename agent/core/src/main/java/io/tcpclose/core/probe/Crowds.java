package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.kernel.KernelView;
import io.tcpclose.core.ledger.Endpoints;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.Subject;
import io.tcpclose.core.site.SiteIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Idle pooled connections whose FIN nobody has noticed are ordinary, few of them: eight of one origin, or more in each of three
 * windows, are a leak that looks like a pool.
 */
final class Crowds {
    private static final int CROWD = 8;
    private static final int GROWING_WINDOWS = 3;
    private static final int MAX_ORIGINS = 4_096;

    private record Origin(SiteIdentity site, @Nullable String endpoint) {}

    private static final class Crowd {
        private final List<KernelView> members = new ArrayList<>();
        private int atLastWindow;
        private int grownFor;

        boolean isLeak() {
            return members.size() >= CROWD || grownFor >= GROWING_WINDOWS;
        }
    }

    private final Map<Origin, Crowd> crowds = new HashMap<>();
    private final Ledger ledger;
    private long windowStart;

    Crowds(Ledger ledger, long now) {
        this.ledger = ledger;
        this.windowStart = now;
    }

    /** Once a pass for each open connection. */
    void look(Subject s) {
        KernelView kernel = s.kernel();
        if (kernel.finNanos == 0 || s.inbound() != Inbound.FIN_PENDING) return;
        Connection c = s.connection();
        Origin origin = new Origin(ledger.siteOf(c).identity(), Endpoints.nameOf(c));
        if (crowds.containsKey(origin) || crowds.size() < MAX_ORIGINS)
            crowds.computeIfAbsent(origin, o -> new Crowd()).members.add(kernel);
    }

    /** At the end of a pass. */
    void end(long now) {
        boolean windowEnds = now - windowStart >= ledger.settings().after(RuleCatalog.finUnnoticed());
        if (windowEnds) windowStart = now;
        crowds.values().removeIf(crowd -> {
            if (windowEnds) window(crowd);
            long limit = IdleLimit.of(crowd.members);
            for (KernelView member : crowd.members) {
                member.crowded = crowd.isLeak();
                member.idleLimit = limit;
            }
            boolean empty = crowd.members.isEmpty();
            crowd.members.clear();
            return empty;
        });
    }

    private static void window(Crowd crowd) {
        crowd.grownFor = crowd.members.size() > crowd.atLastWindow ? crowd.grownFor + 1 : 0;
        crowd.atLastWindow = crowd.members.size();
    }
}
