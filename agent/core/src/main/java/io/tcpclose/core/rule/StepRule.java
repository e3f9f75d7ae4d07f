package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A rule about one event. Looked at for every step that the hooks report to the agent's thread. */
public abstract class StepRule extends Rule {
    protected StepRule(String id, Severity severity, @Nullable Duration after, String advice) {
        super(id, severity, after, advice);
    }

    /**
     * @param after the threshold in force, in nanoseconds; 0 for a rule without one
     * @return the evidence, or null
     */
    public abstract @Nullable Hit examine(Subject subject, Step step, long after);
}
