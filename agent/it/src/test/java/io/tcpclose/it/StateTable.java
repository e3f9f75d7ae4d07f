package io.tcpclose.it;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** docs/state-table.md, which is generated from the agent's own state machine: the nearest that a test of the jar comes to it. */
record StateTable(List<Cell> cells) {

    /** The steps that lead from the beginning to a state. */
    private static final Map<String, List<String>> WAYS = Map.ofEntries(
            Map.entry("inbound new", List.of()),
            Map.entry("inbound connecting", List.of("connecting")),
            Map.entry("inbound open", List.of("connected")),
            Map.entry("inbound fin-pending", List.of("connected", "peer-fin")),
            Map.entry("inbound eof", List.of("connected", "eof")),
            Map.entry("inbound shut", List.of("connected", "shutdown-input")),
            Map.entry("inbound reset", List.of("connected", "reset")),
            Map.entry("inbound failed", List.of("connect-failed")),
            Map.entry("inbound unknown", List.of("adopted")),
            Map.entry("outbound new", List.of()),
            Map.entry("outbound connecting", List.of("connecting")),
            Map.entry("outbound open", List.of("connected")),
            Map.entry("outbound shut", List.of("connected", "shutdown-output")),
            Map.entry("outbound reset", List.of("connected", "reset")),
            Map.entry("outbound failed", List.of("connect-failed")),
            Map.entry("outbound unknown", List.of("adopted")),
            Map.entry("descriptor open", List.of()),
            Map.entry("descriptor held", List.of("close-held")),
            Map.entry("descriptor closed", List.of("closed")),
            Map.entry("descriptor collected", List.of("collected")));

    /** @param after the state of the lane once the event has come */
    record Cell(String lane, String before, String event, String after, String meaning) {

        /** One that has come this way, of which nothing is known but this lane. */
        ObjectNode connection(int id, ObjectNode maker) {
            ObjectNode connection =
                    maker.objectNode().put("id", id).put("ageMs", 1_000).put(lane, after);
            ArrayNode timeline = connection.putArray("timeline");
            List<String> events = new ArrayList<>(Objects.requireNonNull(WAYS.get(lane + " " + before), before));
            events.add(event);
            events.forEach(
                    one -> timeline.addObject().put("atMs", timeline.size()).put("event", one));
            return connection;
        }
    }

    static StateTable read() throws IOException {
        Map<String, String> meanings = new HashMap<>();
        List<Cell> cells = new ArrayList<>();
        String lane = "";
        List<String> states = List.of();
        for (String line : Files.readAllLines(DocPages.ROOT.resolve("docs/state-table.md"))) {
            if (line.startsWith("## `state`")) break;
            if (line.startsWith("## ")) lane = line.replaceAll(".*`(\\w+)`.*|.*", "$1");
            List<String> columns = columns(line);
            if (columns.isEmpty()) continue;
            if (columns.get(0).equals("event")) states = columns.subList(1, columns.size());
            else if (lane.isEmpty() && columns.size() == 2) meanings.put(columns.get(0), columns.get(1));
            else if (columns.size() > 2) addRow(cells, lane, states, columns, meanings);
        }
        return new StateTable(List.copyOf(cells));
    }

    private static void addRow(
            List<Cell> cells, String lane, List<String> states, List<String> row, Map<String, String> meanings) {
        String event = row.get(0);
        for (int i = 0; i < states.size(); i++) {
            String before = states.get(i);
            String after = row.get(i + 1);
            String meaning = Objects.requireNonNull(meanings.get(event), event);
            cells.add(new Cell(lane, before, event, after.equals("·") ? before : after, meaning));
        }
    }

    /** None of a line that is no row, or the one below the heading. */
    private static List<String> columns(String line) {
        if (!line.startsWith("| ")) return List.of();
        return Arrays.stream(line.substring(1).split("\\|"))
                .map(cell -> cell.replace("`", "").strip())
                .toList();
    }
}
