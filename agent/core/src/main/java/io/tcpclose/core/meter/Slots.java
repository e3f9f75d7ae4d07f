package io.tcpclose.core.meter;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Who gets a series of its own: a bounded number of names, those that have a reason to, the weightiest first. A name that has
 * lost its reason keeps its slot for a while, so that a graph shows how its trouble ended.
 */
final class Slots {
    static final String OTHER = "other";
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final int max;
    private final Map<String, Long> lastReason = new HashMap<>();

    Slots(int max) {
        this.max = max;
    }

    /**
     * @param reasons name to weight, of those that have a reason now
     * @param now {@link System#nanoTime()}
     */
    void turn(Map<String, Long> reasons, long now) {
        lastReason.replaceAll((name, last) -> reasons.containsKey(name) ? now : last);
        lastReason.values().removeIf(last -> now - last >= KEPT_NANOS);
        reasons.entrySet().stream()
                .filter(reason -> !lastReason.containsKey(reason.getKey()))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(Math.max(0, max - lastReason.size()))
                .forEach(reason -> lastReason.put(reason.getKey(), now));
    }

    Set<String> names() {
        return lastReason.keySet();
    }
}
