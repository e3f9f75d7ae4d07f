package io.tcpclose.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.Stacks;
import io.tcpclose.bootstrap.Traced;
import io.tcpclose.core.probe.EventInbox;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.site.Site;
import io.tcpclose.core.site.Sites;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SiteUseTest {
    @RegisterExtension
    final Traced traced = new Traced(new EventInbox());

    private final Sites sites = new Sites(48);
    private final Ledger ledger = new Ledger(sites, Filters.NONE, RuleSettings.DEFAULT, FindingListener.NONE);
    private int made;

    private Object stack() {
        return Stacks.of(new StackTraceElement("a.B" + made++, "f", "B.java", 1));
    }

    private Connection open() {
        Connection c = Scripted.client(0, "db", 5432).connection();
        c.openedTrace = stack();
        ledger.siteOf(c);
        return c;
    }

    @Test
    void closedConnectionsGo_openOnesAndFindingsStay() {
        Connection open = open();
        Scripted closed = Scripted.client(0, "db", 5432);
        closed.connection().openedTrace = stack();
        Site found = ledger.siteOf(closed.connection());
        ledger.record(closed.connection(), RuleCatalog.openAtExit().hit(closed.connection(), 0), 0);
        closed.closes(1);
        for (int i = 0; i < 6_000; i++) sites.of(stack());
        assertThat(sites.all()).contains(found, ledger.siteOf(open));
        assertThat(sites.fallen()).isPositive();
    }

    /** More open connections than call sites may be known: the oldest lose theirs, the newest leak does not. */
    @Test
    void allInUse_theOldestConnectionsLoseTheirStack() {
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < 4_800; i++) all.add(open());
        assertThat(all.get(0).openedTrace).isSameAs(Site.NONE);
        assertThat(ledger.siteOf(all.get(4_799)).label()).isEqualTo("a.B4799.f");
        assertThat(sites.all()).hasSizeLessThanOrEqualTo(4_096);
    }
}
