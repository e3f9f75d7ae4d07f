package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which call sites hold connections to where: the table that names a leak before any rule does. */
final class Openers {

    /** A crawler meets a new host with every connection; beyond this the rest is summed. */
    private static final int MAX_GROUPS = 2000;

    private record Opener(String site, String endpoint) {}

    private static final Opener OTHER = new Opener("(other)", "(other)");

    private static final class Held {
        long open;
        long closeWait;
        long oldestMs = -1;
    }

    private final Map<Opener, Held> groups = new HashMap<>();

    void add(Report.Connection connection) {
        Held held = groups.computeIfAbsent(group(connection), opener -> new Held());
        held.open++;
        held.closeWait += "close_wait".equals(connection.state()) ? 1 : 0;
        Long ageMs = connection.ageMs();
        held.oldestMs = ageMs == null ? held.oldestMs : Math.max(held.oldestMs, ageMs);
    }

    private Opener group(Report.Connection connection) {
        Opener opener = new Opener(Text.site(connection.openedStack()), endpoint(connection));
        return groups.size() < MAX_GROUPS || groups.containsKey(opener) ? opener : OTHER;
    }

    /** As the findings name it: {@code listener:PORT} of an accept, the name the application used of a connect. */
    private static String endpoint(Report.Connection connection) {
        if ("server".equals(connection.role())) {
            return "listener" + port(connection.local());
        }
        String host = connection.remoteHost();
        return Text.clean(host == null ? connection.remote() : host + port(connection.remote()));
    }

    private static String port(@Nullable String address) {
        return address == null ? "" : Text.clean(address.substring(Math.max(0, address.lastIndexOf(':'))));
    }

    int size() {
        return groups.size();
    }

    /** At most {@code max} lines, the heading included. */
    List<String> lines(int max) {
        List<String> lines = new ArrayList<>();
        if (!groups.isEmpty() && max > 1) {
            lines.add("TOP OPENERS   open  close_wait  oldest  site -> endpoint");
            groups.entrySet().stream()
                    .sorted(Map.Entry.<Opener, Held>comparingByValue(Comparator.comparingLong((Held held) -> -held.open)
                                    .thenComparingLong(held -> -held.closeWait))
                            .thenComparing(entry -> entry.getKey().site())
                            .thenComparing(entry -> entry.getKey().endpoint()))
                    .limit(max - 1L)
                    .forEach(entry -> lines.add(line(entry.getKey(), entry.getValue())));
        }
        return lines;
    }

    private static String line(Opener opener, Held held) {
        String oldest = held.oldestMs < 0 ? "?" : Text.duration(held.oldestMs);
        return String.format(
                "%18d  %10d  %6s  %s -> %s", held.open, held.closeWait, oldest, opener.site(), opener.endpoint());
    }
}
