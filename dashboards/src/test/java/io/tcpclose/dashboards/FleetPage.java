package io.tcpclose.dashboards;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page that a real agent has rendered, made another instance's. Every series stays; only some values and tags change. */
final class FleetPage {
    /** The tags of the agent whose page this is. */
    static final String TAGS = "application:template;release:0";

    private final String captured;

    FleetPage(String captured) {
        this.captured = captured;
    }

    /** Series that Prometheus takes from it. */
    long series() {
        return captured.lines().filter(line -> !line.startsWith("#")).count();
    }

    boolean has(String name, String label) {
        Matcher lines = series(name, label).matcher(captured);
        return lines.results().anyMatch(line -> Double.parseDouble(line.group(2)) > 0);
    }

    String of(Fleet.Instance instance) {
        String page = captured.replace("application=\"template\"", "application=\"" + instance.application() + "\"")
                .replace("release=\"0\"", "release=\"" + instance.release() + "\"");
        page = set(page, "tcpclose_connections_half_closed", "", 0);
        page = set(page, "tcpclose_connections", "state=\"close_wait\"", 0);
        page = set(page, "tcpclose_findings_active", "", 0);
        if (instance.leaked() == 0) return page;
        page = set(page, "tcpclose_connections", "role=\"client\",state=\"close_wait\"", instance.leaked());
        page = set(page, "tcpclose_connections_half_closed", "eof=\"read\"", instance.leaked());
        return set(page, "tcpclose_findings_active", "rule=\"eof-not-closed\"", instance.leaked());
    }

    private static String set(String page, String name, String labels, int value) {
        return series(name, labels).matcher(page).replaceAll("$1" + String.format(Locale.ROOT, "%d.0", value));
    }

    private static Pattern series(String name, String labels) {
        return Pattern.compile("(?m)^(" + name + "\\{[^}]*" + Pattern.quote(labels) + "[^}]*} )(\\S+)$");
    }
}
