package io.tcpclose.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Slots slots = new Slots(3);

    private void turn(long minute, Map<String, Long> reasons) {
        slots.turn(reasons, at(minute));
    }

    /** Near the overflow of {@link System#nanoTime()}, which no comparison may mind. */
    private static long at(long minute) {
        return Long.MAX_VALUE - TimeUnit.MINUTES.toNanos(1) + TimeUnit.MINUTES.toNanos(minute);
    }

    @Test
    void names_withoutAReason_areNone() {
        turn(0, Map.of());
        assertThat(slots.names()).isEmpty();
    }

    @Test
    void names_moreThanSlots_areTheWeightiestAndOfEqualsTheFirstByName() {
        turn(0, Map.of("e", 1L, "d", 1L, "c", 2L, "b", 9L, "a", 1L));
        assertThat(slots.names()).containsExactlyInAnyOrder("b", "c", "a");
    }

    @Test
    void names_thousands_neverExceedTheSlots() {
        for (int turn = 0; turn < 100; turn++) {
            Map<String, Long> reasons = new HashMap<>();
            for (int i = 0; i < 100; i++) reasons.put("n" + turn * 100 + i, (long) i);
            turn(turn, reasons);
            assertThat(slots.names()).hasSize(3);
        }
    }

    @Test
    void name_withASlot_isNotDrivenOutByAWeightierOne() {
        turn(0, Map.of("a", 1L, "b", 1L, "c", 1L));
        turn(1, Map.of("a", 1L, "b", 1L, "c", 1L, "d", 99L));
        assertThat(slots.names()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void name_thatLostItsReason_staysTenMinutes() {
        turn(0, Map.of("a", 1L));
        turn(5, Map.of("a", 1L));
        turn(14, Map.of());
        assertThat(slots.names()).containsExactly("a");
        turn(15, Map.of());
        assertThat(slots.names()).isEmpty();
    }

    @Test
    void slot_thatBecomesFree_goesToWhoIsInTroubleThen() {
        turn(0, Map.of("a", 1L, "b", 1L, "c", 1L));
        turn(10, Map.of("b", 1L, "c", 1L, "d", 1L, "e", 2L));
        assertThat(slots.names()).containsExactlyInAnyOrder("b", "c", "e");
    }

    @Test
    void slots_none_leaveAllToOther() {
        Slots none = new Slots(0);
        none.turn(Map.of("a", 1L), 0);
        assertThat(none.names()).isEmpty();
    }
}
