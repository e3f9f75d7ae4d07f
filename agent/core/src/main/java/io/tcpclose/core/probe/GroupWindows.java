package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.connection.Descriptor;
import io.tcpclose.core.connection.Inbound;
import io.tcpclose.core.ledger.Endpoints;
import io.tcpclose.core.ledger.FirstCloser;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.GroupRule;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.Subject;
import io.tcpclose.core.site.Site;
import io.tcpclose.core.site.SiteIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The two rules about many connections: sets that idle and grow, and endpoints whose connections are used once. */
final class GroupWindows {
    private static final int IDLE_SET = 8;
    private static final int GROWING_WINDOWS = 3;
    private static final int CHURN_PER_SECOND = 50;
    private static final long CHURN_LIFETIME = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_GROUPS = 4096;

    private record Origin(SiteIdentity site, String endpoint) {}

    /** One set of idle connections, over the windows. */
    private static final class IdleSet {
        private final List<Connection> members = new ArrayList<>();
        private int atLastWindow;
        private int grownFor;
    }

    private static final class Churn {
        private long cycles;
        private @Nullable Connection latest;
    }

    private final Map<Origin, IdleSet> idle = new HashMap<>();
    private final Map<String, Churn> churn = new HashMap<>();
    private final Ledger ledger;
    private long idleWindowStart;
    private long churnWindowStart;

    GroupWindows(Ledger ledger, long now) {
        this.ledger = ledger;
        this.idleWindowStart = now;
        this.churnWindowStart = now;
    }

    /** Called for each open connection in a probe that {@link #idleWindowEnds}. */
    void idle(Subject s) {
        Connection c = s.connection();
        boolean isIdle = s.isClient()
                && s.inbound() == Inbound.OPEN
                && s.descriptor() == Descriptor.OPEN
                && s.now() - s.lastMove() >= ledger.settings().after(RuleCatalog.idleGrowing());
        String endpoint = isIdle ? Endpoints.nameOf(c) : null;
        if (endpoint == null) return;
        Origin origin = new Origin(ledger.siteOf(c).identity(), endpoint);
        if (idle.containsKey(origin) || idle.size() < MAX_GROUPS) {
            idle.computeIfAbsent(origin, o -> new IdleSet()).members.add(c);
        }
    }

    boolean idleWindowEnds(long now) {
        return now - idleWindowStart >= ledger.settings().after(RuleCatalog.idleGrowing());
    }

    void endIdleWindow(long now, long millis) {
        idleWindowStart = now;
        for (Iterator<IdleSet> i = idle.values().iterator(); i.hasNext(); ) {
            IdleSet set = i.next();
            set.grownFor = set.members.size() > set.atLastWindow ? set.grownFor + 1 : 0;
            set.atLastWindow = set.members.size();
            if (set.grownFor >= GROWING_WINDOWS && set.members.size() >= IDLE_SET) fireIdle(set, millis);
            if (set.members.isEmpty()) i.remove();
            else set.members.clear();
        }
    }

    private void fireIdle(IdleSet set, long millis) {
        GroupRule rule = RuleCatalog.idleGrowing();
        String message = set.members.size() + " connections of one origin have not moved a byte for "
                + Subject.duration(ledger.settings().after(rule)) + ", and they were more in each of three windows.";
        for (Connection c : set.members) {
            Watch watch = Watch.of(c);
            if (watch.fired == null) watch.fire(c, rule, ledger.record(c, rule.hit(message), millis));
        }
    }

    /** A connection has ended: was it one cycle of connect, one exchange, close by us? */
    void closed(Subject s, Step closed) {
        Connection c = s.connection();
        boolean cycle = s.isClient()
                && c.bytesRead() > 0
                && c.bytesWritten() > 0
                && closed.nanos - c.openedNanos < CHURN_LIFETIME
                && FirstCloser.of(s) == FirstCloser.LOCAL;
        String endpoint = cycle ? Endpoints.nameOf(c) : null;
        if (endpoint == null || (churn.size() >= MAX_GROUPS && !churn.containsKey(endpoint))) return;
        Churn group = churn.computeIfAbsent(endpoint, e -> new Churn());
        group.cycles++;
        if (group.latest == null || ledger.siteOf(c) != Site.NONE) group.latest = c;
    }

    void endChurnWindow(long now, long millis) {
        GroupRule rule = RuleCatalog.connectionChurn();
        long window = now - churnWindowStart;
        if (window < ledger.settings().after(rule)) return;
        churnWindowStart = now;
        for (Churn group : churn.values()) {
            long perSecond = group.cycles * TimeUnit.SECONDS.toNanos(1) / Math.max(1, window);
            if (perSecond > CHURN_PER_SECOND && group.latest != null) {
                String message = perSecond + " connections a second, each used for one exchange and closed by us.";
                ledger.record(group.latest, rule.hit(message), millis);
            }
        }
        churn.clear();
    }
}
