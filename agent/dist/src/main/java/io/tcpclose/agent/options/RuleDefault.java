package io.tcpclose.agent.options;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the options have to know of a rule.
 *
 * @param id as in {@code rule.<id>}
 * @param severity the default for a person to read, such as {@code warn} or {@code warn → error}
 * @param after the default time threshold, {@code null} for a rule that has none
 */
public record RuleDefault(
        String id, String severity, @Nullable Duration after) {}
