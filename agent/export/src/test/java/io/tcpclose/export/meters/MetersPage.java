package io.tcpclose.export.meters;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.tcpclose.bootstrap.Durations;
import io.tcpclose.bootstrap.Measure;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.core.ledger.Histogram;
import io.tcpclose.core.rule.RuleCatalog;
import io.tcpclose.core.rule.Severity;
import io.tcpclose.micrometer.MeterSet;
import io.tcpclose.micrometer.TcpCloseMeters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page about the meters, from the meters and a first board. */
final class MetersPage {
    private static final String HEAD = """
            # Meters

            <!-- Generated from the meters themselves by MetersPageTest; do not edit. -->

            Every meter of the agent. What to make of them: [metrics](metrics.md).

            Prometheus names are those of the agent's own registry (`http`). A counter ends in `_total`, a histogram has `_bucket`, \
            `_count` and `_sum`, a timer `_count` and `_sum`. An application's own registry (`micrometer=auto`) has the *basic* ones \
            only, unless `meters=all` is set, never those marked *own*, and histograms there are timers.

            What can only grow is there at 0 from the first probe on. *Series* are those of the agent's own registry, Linux, before \
            anything has happened; *at most* is what they can grow to, with `metrics.sites=10`.

            """;

    private static final String TABLE = """
            | meter | in Prometheus | type | unit | tags | set | series | at most | meaning |
            |---|---|---|---|---|---|---|---|---|
            """;

    private static final String GROWTH = """

            ## What grows, and how far

            | meter | by |
            |---|---|
            | all with `role` | `unknown`: connections met after a late attach, whose beginning nobody has seen |
            | `tcpclose.connections` | the state `unknown`, of those |
            | `tcpclose.connections.opened` | the kind `unknown` |
            | `tcpclose.findings` | rules at another severity than their default one, from the first time on |
            | `tcpclose.site.*`, `tcpclose.endpoint.close.wait` | `metrics.sites`, and `other` |
            | `tcpclose.listener.*` | 16 ports, the lowest |

            No meter grows with the number of connections, peers or threads.

            ## Totals

            """;

    private static final String TOTALS = """
            | registry | series | at most | cap |
            |---|---|---|---|
            """;

    private static final String CAP = """

            *At most* takes all that can grow at once: every rule at three severities, every state of a role that only a late attach \
            brings. What is beyond the cap is left out, and `tcpclose.agent.dropped` with `where="series"`, which every set has, says how \
            many meters that are.
            """;

    private static final int ROLES = 3;
    private static final int STATES = 10;
    private static final int KINDS = 4;
    private static final int ENDS = 7;
    private static final int PORTS = 16;
    private static final Durations NONE = new Histogram().snapshot();

    private final List<String> series;

    /** @param series of {@link FirstBoard}, which is up */
    MetersPage(List<String> series) {
        this.series = series;
    }

    String text() {
        StringBuilder page = new StringBuilder(HEAD).append(TABLE);
        for (TcpCloseMeters meter : TcpCloseMeters.values()) {
            page.append("| `").append(meter.getName()).append("` | `").append(prometheus(meter));
            page.append("` | ").append(type(meter)).append(" | ").append(unit(meter));
            page.append(" | ").append(tags(meter)).append(" | ").append(set(meter));
            page.append(" | ").append(atStart(meter)).append(" | ").append(atMost(meter));
            page.append(" | ").append(meter.description()).append(" |\n");
        }
        return page.append(GROWTH).append(totals()).toString();
    }

    static String prometheus(TcpCloseMeters meter) {
        String name = new PrometheusNamingConvention().name(meter.getName(), meter.getType(), meter.getBaseUnit());
        return meter.getType() == Meter.Type.COUNTER ? name + "_total" : name;
    }

    private static String type(TcpCloseMeters meter) {
        return meter.hasBuckets() ? "histogram" : meter.getType().name().toLowerCase(Locale.ROOT);
    }

    private static String unit(TcpCloseMeters meter) {
        return meter.getBaseUnit() == null ? "" : meter.getBaseUnit();
    }

    private static String tags(TcpCloseMeters meter) {
        return Stream.of(meter.getKeyNames())
                .map(KeyName::asString)
                .map(tag -> "`" + tag + "`")
                .collect(Collectors.joining(", "));
    }

    private static String set(TcpCloseMeters meter) {
        return meter.isBasic() ? "basic" : meter.isOwnOnly() ? "own" : "all";
    }

    /** Series of the page that are this meter's. */
    int atStart(TcpCloseMeters meter) {
        String name = prometheus(meter);
        List<String> names = meter.getType() == Meter.Type.TIMER
                ? List.of(name + "_bucket", name + "_count", name + "_sum")
                : List.of(name);
        return (int) series.stream()
                .filter(line -> names.contains(line.substring(0, endOfName(line))))
                .count();
    }

    private static int endOfName(String line) {
        int brace = line.indexOf('{');
        return brace < 0 ? line.indexOf(' ') : brace;
    }

    int atMost(TcpCloseMeters meter) {
        return switch (meter) {
            case CONNECTIONS -> STATES * ROLES;
            case OPENED -> KINDS * ROLES;
            case CLOSED -> ENDS * ROLES;
            case FIRST_CLOSER -> 3 * ROLES;
            case LIFETIME, FIN_TO_CLOSE, IDLE_BEFORE_FIN -> (NONE.bounds() + 3) * ROLES;
            case CLOSE_WAIT_AGE_MAX -> ROLES;
            case FINDINGS -> RuleCatalog.all().size() * Severity.values().length;
            case SITE_OPEN, SITE_CLOSE_WAIT, ENDPOINT_CLOSE_WAIT -> FirstBoard.SLOTS + 1;
            case ACCEPT_QUEUE, BACKLOG_CLOSE_WAIT -> PORTS;
            default -> atStart(meter);
        };
    }

    private String totals() {
        Predicate<TcpCloseMeters> basic = TcpCloseMeters::isBasic;
        Predicate<TcpCloseMeters> all = meter -> !meter.isOwnOnly();
        int own = sum(meter -> true, this::atStart);
        int ownAtMost = sum(meter -> true, this::atMost);
        return TOTALS
                + total(
                        "`meters=basic`, any registry",
                        inApplication(basic),
                        inApplicationAtMost(basic),
                        MeterSet.BASIC)
                + total("an application's, `meters=all`", inApplication(all), inApplicationAtMost(all), MeterSet.ALL)
                + total("the agent's own", own, ownAtMost, MeterSet.OWN)
                + CAP;
    }

    private static String total(String registry, int series, int atMost, MeterSet set) {
        return "| " + registry + " | " + series + " | " + atMost + " | " + set.maxSeries() + " |\n";
    }

    /** And one for what is dropped there. */
    static int inApplication(Predicate<TcpCloseMeters> contained) {
        return 1 + sum(contained, meter -> rows(meter) * perRow(meter));
    }

    private int inApplicationAtMost(Predicate<TcpCloseMeters> contained) {
        return 1 + sum(contained, meter -> Math.max(rows(meter) * perRow(meter), inApplicationAtMost(meter)));
    }

    private int inApplicationAtMost(TcpCloseMeters meter) {
        if (meter == TcpCloseMeters.DROPPED) return 0;
        return meter.hasBuckets() ? perRow(meter) * ROLES : atMost(meter);
    }

    private static int perRow(TcpCloseMeters meter) {
        return meter.getType() == Meter.Type.TIMER ? 2 : 1;
    }

    private static int rows(TcpCloseMeters meter) {
        return MeterBoard.rows(Measure.valueOf(meter.name())).size();
    }

    private static int sum(Predicate<TcpCloseMeters> contained, ToIntFunction<TcpCloseMeters> series) {
        return Arrays.stream(TcpCloseMeters.values())
                .filter(contained)
                .mapToInt(series)
                .sum();
    }
}
