package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of what is open, finding or not. Keeps only the rows that can be shown, the suspicious and the old ones
 * first.
 */
final class OpenConnections {

    private static final int MAX_CELL = 64;
    private static final List<String> HEADINGS =
            List.of("id", "local -> remote", "role", "state", "inbound/outbound/descriptor", "age", "idle", "opened");
    private static final Set<String> ENDED = Set.of("eof", "fin-pending", "reset", "failed");

    private record Row(int rank, long ageMs, long id, List<String> cells) {}

    private static final Comparator<Row> FIRST_SHOWN = Comparator.comparingInt(Row::rank)
            .thenComparing(Comparator.comparingLong(Row::ageMs).reversed())
            .thenComparingLong(Row::id);

    private final int maxRows;
    private final PriorityQueue<Row> rows = new PriorityQueue<>(FIRST_SHOWN.reversed());
    private long total;

    OpenConnections(int maxRows) {
        this.maxRows = maxRows;
    }

    void add(Report.Connection connection) {
        total++;
        Row place = place(connection);
        if (rows.size() < maxRows || FIRST_SHOWN.compare(place, rows.element()) < 0) {
            rows.add(new Row(place.rank(), place.ageMs(), place.id(), cells(connection)));
        }
        if (rows.size() > maxRows) {
            rows.remove();
        }
    }

    private static Row place(Report.Connection connection) {
        Long ageMs = connection.ageMs();
        return new Row(rank(connection), ageMs == null ? -1 : ageMs, connection.id(), List.of());
    }

    private static int rank(Report.Connection connection) {
        if (ended(connection.inbound())
                || ended(connection.outbound())
                || "close_wait".equals(connection.state())
                || !"open".equals(connection.descriptor())) {
            return 0;
        }
        return "open".equals(connection.inbound()) && "open".equals(connection.outbound()) ? 2 : 1;
    }

    private static boolean ended(@Nullable String half) {
        return half != null && ENDED.contains(half);
    }

    private static List<String> cells(Report.Connection connection) {
        return Stream.of(
                        Long.toString(connection.id()),
                        addresses(connection),
                        Text.clean(connection.role()),
                        Text.clean(connection.state()),
                        halves(connection),
                        duration(connection.ageMs()),
                        duration(connection.idleMs()),
                        Text.site(connection.openedStack()))
                .map(OpenConnections::clip)
                .toList();
    }

    private static String addresses(Report.Connection connection) {
        String host = connection.remoteHost();
        String name = host == null ? "" : " (" + Text.clean(host) + ")";
        return Text.clean(connection.local()) + " -> " + Text.clean(connection.remote()) + name;
    }

    private static String halves(Report.Connection connection) {
        return Stream.of(connection.inbound(), connection.outbound(), connection.descriptor())
                .map(Text::clean)
                .reduce((left, right) -> left + "/" + right)
                .orElseThrow();
    }

    private static String duration(@Nullable Long millis) {
        return millis == null ? "?" : Text.duration(millis);
    }

    private static String clip(String cell) {
        return cell.length() <= MAX_CELL ? cell : cell.substring(0, MAX_CELL - 3) + "...";
    }

    /** How many lines {@link #lines} wants. */
    int size() {
        return total == 0 ? 0 : 2 + rows.size() + (total > rows.size() ? 1 : 0);
    }

    /** At most {@code max} lines: two of heading, the rows, and how many more there are. */
    List<String> lines(int max) {
        List<String> lines = new ArrayList<>();
        if (total == 0 || max < 3) {
            return lines;
        }
        List<Row> sorted = rows.stream().sorted(FIRST_SHOWN).toList();
        int shown = size() <= max ? sorted.size() : Math.min(sorted.size(), max - 3);
        lines.add("OPEN CONNECTIONS  " + total);
        addTable(lines, sorted.subList(0, shown));
        if (shown < total) {
            lines.add("  ... " + (total - shown) + " more: a report that ends in .json has them all");
        }
        return lines;
    }

    private static void addTable(List<String> lines, List<Row> shown) {
        List<List<String>> table = new ArrayList<>(List.of(HEADINGS));
        shown.forEach(row -> table.add(row.cells()));
        int[] widths = new int[HEADINGS.size()];
        for (List<String> cells : table) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        }
        table.forEach(cells -> lines.add(line(cells, widths)));
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append("  ")
                    .append(cells.get(i))
                    .append(" ".repeat(widths[i] - cells.get(i).length()));
        }
        return line.toString().stripTrailing();
    }
}
