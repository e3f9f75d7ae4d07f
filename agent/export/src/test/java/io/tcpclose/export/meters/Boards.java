package io.tcpclose.export.meters;

import io.tcpclose.bootstrap.Durations;
import io.tcpclose.bootstrap.Measure;
import io.tcpclose.bootstrap.MeterBoard;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Boards as the agent's probe would put them up. There is one in a JVM: the last to be published is seen by all. */
final class Boards {
    private Boards() {}

    /** A few rows of each form; this many connections were opened. */
    static void publish(long opened) {
        Map<Measure, Map<List<String>, Number>> board = new EnumMap<>(Measure.class);
        board.put(Measure.CONNECTIONS, Map.of(List.of("close_wait", "client"), 3));
        board.put(Measure.OPENED, Map.of(List.of("client", "socket"), opened));
        board.put(Measure.CLOSE_WAIT_AGE_MAX, Map.of(List.of("client"), 1_500));
        board.put(Measure.SITE_OPEN, Map.of(List.of("a\"b\\c\nd"), 1));
        board.put(
                Measure.FIN_TO_CLOSE,
                Map.of(
                        List.of("client"),
                        new Durations(new long[] {1, 20, 500}, new long[] {4, 0, 2, 1}, 7, 3_250_000_000L)));
        board.put(Measure.PROBE, Map.of(List.of("pass"), new Durations(new long[0], new long[] {5}, 5, 10_000_000)));
        publish(board);
    }

    static void publish(Map<Measure, Map<List<String>, Number>> board) {
        MeterBoard.publish(board);
        MeterBoard.tell();
    }
}
