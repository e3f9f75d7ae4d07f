package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.it.metrics.PlainMicrometer;
import java.util.ArrayList;
import java.util.List;

/** What the registry of an application that calls itself shop must show of the agent's meters, and what it must not. */
final class ShopMeters {
    static final String CLOSE_WAIT = "tcpclose_connections{application=shop, role=client, state=close_wait}";
    static final String OPENED = "tcpclose_connections_opened_total{application=shop, kind=socket, role=client}";
    static final String BUILD = "tcpclose_agent_build{application=shop, version=1.0.0}";
    static final String RULE = "tcpclose_findings_total{application=shop, rule=eof-not-closed, severity=warn}";

    /** The agent's options: probes often enough to be waited for. */
    static final String QUICK = "probe.interval=200ms,report=none";

    /** What the agent waits for in vain where the global registry is not used, half a minute else. */
    static final String QUICK_CHECK = "-Dtcpclose.test.micrometer-check=500ms";

    /**
     * Of several meters, and the last. One is not enough: a page that is made while the meters come may have a later one and not
     * an earlier one.
     */
    private static final List<String> EXPECTED = List.of(
            CLOSE_WAIT,
            OPENED,
            RULE,
            "tcpclose_findings_total{application=shop, rule=write-to-dead-peer, severity=warn}",
            "tcpclose_findings_active{application=shop, rule=eof-not-closed}",
            BUILD,
            "tcpclose_agent_hook_errors_total{application=shop, where=layer}");

    /** Beginnings of what is not in {@code meters=basic}, and there in {@code meters=all} once a connection has leaked. */
    private static final List<String> MORE = List.of(
            "tcpclose_shutdowns_total{",
            "tcpclose_site_open{application=shop, site=" + PlainMicrometer.class.getName() + ".leak}",
            "tcpclose_connections_first_closer_total{",
            "tcpclose_connection_lifetime_seconds_count{",
            "tcpclose_connection_lifetime_seconds_sum{",
            "tcpclose_findings_retracted_total{",
            "tcpclose_kernel_events_total{",
            "tcpclose_agent_capability{");

    private ShopMeters() {}

    static boolean areThere(MeterLines meters) {
        return meters.values().keySet().containsAll(EXPECTED);
    }

    /** More than basic, and as much of it as that. */
    static boolean areAllThere(MeterLines meters) {
        return MORE.stream().allMatch(more -> meters.values().keySet().stream().anyMatch(key -> key.startsWith(more)));
    }

    /** Nothing was found yet, and Prometheus must see the first time that it is. */
    static void assertFresh(MeterLines meters) {
        assertThat(meters.value(RULE)).isZero();
        assertThat(meters.value(CLOSE_WAIT)).isZero();
        assertThat(meters.value(BUILD)).isEqualTo(1);
    }

    static void assertOnlyBasic(MeterLines meters) {
        assertThat(meters.values().size()).isBetween(100, 150);
        assertThat(meters.values().keySet()).noneMatch(key -> MORE.stream().anyMatch(key::startsWith));
    }

    /** Neither Micrometer, through the application's log or that of the JDK, nor the agent has anything to complain of. */
    static void assertSilent(Forked application) {
        List<String> said = new ArrayList<>(application.stdout());
        said.addAll(application.stderr());
        assertThat(said)
                .noneMatch(line -> line.contains("already registered") || line.contains("registration has failed"))
                .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .noneMatch(line -> line.contains("io.micrometer."))
                .noneMatch(line -> line.startsWith("tcpclose:"));
    }
}
