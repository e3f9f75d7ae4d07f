package io.tcpclose.core.report;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.core.ledger.EndpointSums;
import io.tcpclose.core.ledger.Endpoints;
import io.tcpclose.core.ledger.FirstCloser;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.TimeWaits;
import io.tcpclose.core.site.Site;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums by endpoint and by opening site: the closed ones from the books, the open ones counted now. An endpoint has connections; a
 * connect that fails is in its {@code connectsFailed} and nowhere else. A site has opened descriptors, whatever became of them.
 */
final class OriginSums {
    private static final String OTHER = "(other)";
    private static final String LISTENER = "listener:";

    private static final class Open {
        private long count;
        private long closeWait;
    }

    private final Engine engine;
    private final Map<String, Open> byEndpoint = new TreeMap<>();
    private final Map<String, Open> bySite = new TreeMap<>();
    /** One of each endpoint: a name has a port, and the kernel's tables have addresses. */
    private final Map<String, Connection> anyOf = new HashMap<>();

    OriginSums(Engine engine, List<Connection> open, OpenStates states) {
        this.engine = engine;
        for (Connection c : open) {
            boolean closeWait = states.isInCloseWait(c);
            String endpoint = Endpoints.nameOf(c);
            if (endpoint != null) anyOf.putIfAbsent(endpoint, c);
            if (c.has(Connection.CONNECTED)) add(byEndpoint, endpoint, closeWait);
            add(bySite, engine.ledger().siteOf(c).label(), closeWait);
        }
    }

    private static void add(Map<String, Open> sums, @Nullable String key, boolean closeWait) {
        Open open = sums.computeIfAbsent(key == null ? OTHER : key, k -> new Open());
        open.count++;
        if (closeWait) open.closeWait++;
    }

    List<Report.Endpoint> endpoints() {
        Map<String, EndpointSums> closed = engine.totals().endpoints();
        closed.keySet().forEach(name -> byEndpoint.computeIfAbsent(name, k -> new Open()));
        List<Report.Endpoint> endpoints = new ArrayList<>();
        byEndpoint.forEach((name, open) -> endpoints.add(endpoint(name, open, closed.get(name))));
        return endpoints;
    }

    private @Nullable Long timeWait(String name) {
        TimeWaits waits = engine.kernel().timeWaits();
        // Many endpoints under one name: the number of one of them would be taken for theirs.
        if (!waits.isKnown() || name.equals(OTHER)) return null;
        if (name.startsWith(LISTENER))
            return (long) waits.atLocalPort(Integer.parseInt(name.substring(LISTENER.length())));
        Connection any = anyOf.get(name);
        EndpointSums sums = engine.totals().endpoints().get(name);
        if (any == null && sums != null) any = sums.latest();
        InetAddress address = any == null ? null : any.remoteAddress();
        return any == null || address == null ? null : (long) waits.towards(address, any.remotePort());
    }

    private Report.Endpoint endpoint(String name, Open open, @Nullable EndpointSums sums) {
        EndpointSums closed = sums == null ? new EndpointSums() : sums;
        return new Report.Endpoint(
                name,
                closed.closed() + open.count,
                closed.closed(),
                open.count,
                open.closeWait,
                closed.connectsFailed(),
                new Report.ClosedFirst(
                        closed.closedFirst(FirstCloser.LOCAL),
                        closed.closedFirst(FirstCloser.PEER),
                        closed.closedFirst(FirstCloser.UNKNOWN)),
                closed.idleBeforeFinMedian(),
                timeWait(name));
    }

    List<Report.Site> sites() {
        Map<String, Long> closed = new HashMap<>();
        for (Site site : engine.ledger().sites().all()) {
            String label = site.label();
            if (label != null && site.closed > 0) closed.merge(label, site.closed, Long::sum);
        }
        long unsited = engine.totals().unsitedCount() + engine.ledger().sites().fallenClosed();
        if (unsited > 0) closed.merge(OTHER, unsited, Long::sum);
        closed.keySet().forEach(label -> bySite.computeIfAbsent(label, k -> new Open()));
        List<Report.Site> sites = new ArrayList<>();
        bySite.forEach((label, open) -> sites.add(
                new Report.Site(label, closed.getOrDefault(label, 0L) + open.count, open.count, open.closeWait)));
        sites.sort(Comparator.comparingLong(Report.Site::open)
                .thenComparingLong(Report.Site::opened)
                .reversed());
        return sites;
    }
}
