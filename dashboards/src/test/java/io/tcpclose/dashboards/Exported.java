package io.tcpclose.dashboards;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.tcpclose.micrometer.TcpCloseMeters;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The series that Prometheus can have of us, and what a query asks for. */
final class Exported {
    /** {@code release} by convention, see docs/running-a-fleet.md: a tag that the operator gives. */
    private static final Set<String> COMMON = Set.of("application", "instance", "job", "release");

    private static final Pattern SELECTOR = Pattern.compile("\\b((?:\\w+:)?tcpclose_\\w+(?::\\w+)?)(\\{[^}]*})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"");
    private static final Pattern BY =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right) ?\\(([^)]*)\\)");
    /** Of label_replace: the new label, its value, the old one, what it looks like. */
    private static final Pattern MADE = Pattern.compile("\"(\\w+)\", \"[^\"]*\", \"\\w*\", \"[^\"]*\"\\)");

    private final Map<String, Set<String>> labels = new TreeMap<>();

    Exported() {
        for (TcpCloseMeters meter : TcpCloseMeters.values()) add(meter);
        for (var rule : Files.rules(Files.RECORDING))
            labels.put(rule.path("record").asText(), labelsIn(rule.path("expr").asText()));
    }

    /** At the most: what a rule sums over is gone. */
    private Set<String> labelsIn(String expression) {
        return SELECTOR.matcher(expression)
                .results()
                .flatMap(series -> labels.getOrDefault(series.group(1), Set.of()).stream())
                .collect(Collectors.toSet());
    }

    private void add(TcpCloseMeters meter) {
        String base = new PrometheusNamingConvention().name(meter.getName(), meter.getType(), meter.getBaseUnit());
        Set<String> tags =
                Arrays.stream(meter.getKeyNames()).map(KeyName::asString).collect(Collectors.toSet());
        if (meter.getType() == Meter.Type.COUNTER) put(base.endsWith("_total") ? base : base + "_total", tags);
        else if (meter.getType() == Meter.Type.GAUGE) put(base, tags);
        else {
            put(base + "_count", tags);
            put(base + "_sum", tags);
            if (meter.hasBuckets()) put(base + "_bucket", with(tags, "le"));
        }
    }

    private void put(String name, Set<String> tags) {
        labels.put(name, tags);
    }

    private static Set<String> with(Set<String> tags, String more) {
        Set<String> all = new HashSet<>(tags);
        all.add(more);
        return all;
    }

    Set<String> names() {
        return labels.keySet();
    }

    static List<String> seriesIn(String expression) {
        return SELECTOR.matcher(expression)
                .results()
                .map(selector -> selector.group(1))
                .distinct()
                .toList();
    }

    /** What the expression asks for that no agent exports; empty where all is well. */
    List<String> unknownIn(String expression) {
        Set<String> seen = new HashSet<>(COMMON);
        List<String> unknown = new java.util.ArrayList<>();
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
            Set<String> known = labels.get(selector.group(1));
            if (known == null) {
                unknown.add("series " + selector.group(1));
                continue;
            }
            seen.addAll(known);
            String matchers = selector.group(2) == null ? "" : selector.group(2);
            MATCHER.matcher(matchers)
                    .results()
                    .map(label -> label.group(1))
                    .filter(label -> !known.contains(label) && !COMMON.contains(label))
                    .forEach(label -> unknown.add("label " + label + " of " + selector.group(1)));
        }
        MADE.matcher(expression).results().map(label -> label.group(1)).forEach(seen::add);
        by(expression).stream()
                .filter(label -> !label.startsWith("$") && !seen.contains(label))
                .forEach(label -> unknown.add("label " + label));
        return unknown;
    }

    private static List<String> by(String expression) {
        return BY.matcher(expression)
                .results()
                .flatMap(list -> Arrays.stream(list.group(1).split(",")))
                .map(String::strip)
                .toList();
    }
}
