package io.tcpclose.core.meter;

import io.tcpclose.bootstrap.Measure;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.Ledger;
import java.util.HashMap;
import java.util.Map;

/** Who opened them and where they lead: rows of their own for call sites and endpoints in trouble, the rest as one. */
final class Origins {
    private final Ledger ledger;
    private final Slots sites;
    private final Slots endpoints;

    Origins(Ledger ledger, int slots) {
        this.ledger = ledger;
        this.sites = new Slots(slots);
        this.endpoints = new Slots(slots);
    }

    void add(Rows rows, Census census, long now) {
        Map<String, Long> troubledSites = new HashMap<>(census.closeWaitBySite);
        Map<String, Long> troubledEndpoints = new HashMap<>(census.closeWaitByEndpoint);
        for (Finding f : ledger.findings()) {
            if (f.active() <= 0) continue;
            String site = f.opened().label();
            String endpoint = f.endpoint();
            if (site != null) troubledSites.merge(site, f.active(), Math::max);
            if (endpoint != null && !endpoint.startsWith("listener:"))
                troubledEndpoints.merge(endpoint, f.active(), Math::max);
        }
        sites.turn(troubledSites, now);
        endpoints.turn(troubledEndpoints, now);
        slots(rows, Measure.SITE_OPEN, sites, census.bySite);
        slots(rows, Measure.SITE_CLOSE_WAIT, sites, census.closeWaitBySite);
        slots(rows, Measure.ENDPOINT_CLOSE_WAIT, endpoints, census.closeWaitByEndpoint);
    }

    private static void slots(Rows rows, Measure measure, Slots slots, Map<String, Long> counts) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        for (String name : slots.names()) {
            long n = counts.getOrDefault(name, 0L);
            rows.gauge(measure, n, name);
            all -= n;
        }
        rows.gauge(measure, all, Slots.OTHER);
    }
}
