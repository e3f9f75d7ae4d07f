package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.TraceIds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One kind of misuse. A rule is stateless; it looks at one connection and answers with evidence or with nothing.
 *
 * <p>Public names: {@link #id} and the default severity and threshold are part of the contract with users.
 */
public abstract class Rule {
    private final String id;
    private final Severity severity;
    private final @Nullable Duration after;
    private final String advice;

    protected Rule(String id, Severity severity, @Nullable Duration after, String advice) {
        this.id = id;
        this.severity = severity;
        this.after = after;
        this.advice = advice;
    }

    public final String id() {
        return id;
    }

    /** The severity at which it first fires where nothing weighs otherwise. */
    public final Severity severity() {
        return severity;
    }

    /** How long a state must be held, or null for a rule without a time. */
    public final @Nullable Duration after() {
        return after;
    }

    /** What to do about it, one sentence for a person. */
    public final String advice() {
        return advice;
    }

    /** As {@link #advice()}, of a listener; only of rules that judge listeners. */
    public String advice(ListeningSocket listener) {
        return advice;
    }

    /** Whether a finding names the code that opened the connection; not where the fault is another's. */
    public boolean blamesOpener() {
        return true;
    }

    /**
     * What was seen, where, how bad.
     *
     * @param ids the trace of the offending thread
     */
    public record Hit(
            Rule rule,
            Severity severity,
            String message,
            @Nullable Object offendingTrace,
            @Nullable String offendingThread,
            @Nullable TraceIds ids) {

        /** The offence has no line of its own: what is missing is a call. */
        static Hit without(Rule rule, Severity severity, String message) {
            return new Hit(rule, severity, message, null, null, null);
        }

        static Hit at(Rule rule, Severity severity, String message, io.tcpclose.bootstrap.@Nullable Step step) {
            return step == null
                    ? without(rule, severity, message)
                    : new Hit(rule, severity, message, step.trace, step.thread, step.ids);
        }
    }
}
