package io.tcpclose.export.http;

import io.tcpclose.core.connection.TcpState;
import io.tcpclose.core.report.Report;
import io.tcpclose.core.rule.RuleCatalog;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a report is asked for. The summary, the endpoints and the sites stay those of all connections.
 *
 * @param states of the connections wanted, empty for all
 * @param rules of the findings wanted, and of the connections that are their exemplars; empty for all
 * @param limit most connections
 */
record ReportQuery(Set<String> states, Set<String> rules, int limit) {
    private static final Set<String> NAMES = Set.of("state", "rule", "limit");
    private static final int DIGITS = 9;

    static ReportQuery of(Map<String, String> query) throws Refusal {
        for (String name : query.keySet())
            if (!NAMES.contains(name)) throw new Refusal(400, "parameters are state, rule and limit");
        return new ReportQuery(
                words(query.get("state"), "state", TcpState.names()),
                words(query.get("rule"), "rule", RuleCatalog.ids()),
                limit(query.getOrDefault("limit", "")));
    }

    private static Set<String> words(@Nullable String text, String name, Set<String> known) throws Refusal {
        if (text == null) return Set.of();
        Set<String> words = new TreeSet<>(Arrays.asList(text.split(",", -1)));
        if (!known.containsAll(words))
            throw new Refusal(
                    400,
                    name + " is one or more of "
                            + String.join(", ", known.stream().sorted().toList()));
        return words;
    }

    private static int limit(String text) throws Refusal {
        if (text.isEmpty()) return Integer.MAX_VALUE;
        if (text.length() > DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9'))
            throw new Refusal(400, "limit is a number of connections");
        return Integer.parseInt(text);
    }

    Report of(Report report) {
        List<Report.Finding> findings = report.findings().stream()
                .filter(finding -> rules.isEmpty() || rules.contains(finding.rule()))
                .toList();
        Set<Long> exemplars = findings.stream()
                .flatMap(finding -> finding.exemplars().stream())
                .map(Report.Exemplar::id)
                .collect(Collectors.toSet());
        return report.with(findings, () -> connections(report, exemplars));
    }

    private Iterator<Report.Connection> connections(Report report, Set<Long> exemplars) {
        Stream<Report.Connection> all =
                StreamSupport.stream(report.connections().spliterator(), false);
        if (!states.isEmpty()) all = all.filter(c -> states.contains(String.valueOf(c.state())));
        if (!rules.isEmpty()) all = all.filter(c -> exemplars.contains(c.id()));
        return all.limit(limit).iterator();
    }
}
