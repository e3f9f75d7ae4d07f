package io.tcpclose.core.filter;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a suppressions file.
 *
 * @param line counted from 1
 * @param rule a rule's id, or {@code *} for every rule
 * @param selectors all of them have to match; never empty
 * @param until the last day on which the line counts, {@code null} for ever
 */
public record Suppression(
        int line,
        String rule,
        List<Selector> selectors,
        @Nullable LocalDate until,
        String reason) {
    static final String ANY_RULE = "*";

    boolean isExpired(LocalDate today) {
        return until != null && until.isBefore(today);
    }

    boolean covers(String findingRule, Selectable connection) {
        if (!rule.equals(ANY_RULE) && !rule.equals(findingRule)) {
            return false;
        }
        for (Selector selector : selectors) {
            if (!selector.matches(connection)) {
                return false;
            }
        }
        return true;
    }
}
