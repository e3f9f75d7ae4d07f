package io.tcpclose.core.rule;

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

    /** What several of them have in common; null where each message speaks of many by itself. */
    public abstract @Nullable Many many();

    /** Whether a finding names the code that opened the connection; not where the fault is another's. */
    public boolean blamesOpener() {
        return true;
    }

    /**
     * What was seen, where, how bad.
     *
     * @param ids the trace of the offending thread
     * @param advice the rule's, or what this evidence asks for
     * @param many the rule's, or that of such evidence
     * @param held nanoseconds that the state was held; -1 of an event
     */
    public record Hit(
            Rule rule,
            Severity severity,
            String message,
            @Nullable Object offendingTrace,
            @Nullable String offendingThread,
            @Nullable TraceIds ids,
            String advice,
            @Nullable Many many,
            long held) {

        public Hit(
                Rule rule,
                Severity severity,
                String message,
                @Nullable Object offendingTrace,
                @Nullable String offendingThread,
                @Nullable TraceIds ids) {
            this(rule, severity, message, offendingTrace, offendingThread, ids, rule.advice(), rule.many(), -1);
        }

        /** Of a connection that was in CLOSE_WAIT when the agent came. */
        public Hit fromBefore() {
            String told = message + " It was in CLOSE_WAIT when the agent came, so for longer than is known.";
            return new Hit(rule, severity, told, offendingTrace, offendingThread, ids, advice, many, held);
        }

        /** The offence has no line of its own: what is missing is a call. */
        static Hit without(Rule rule, Severity severity, String message) {
            return new Hit(rule, severity, message, null, null, null);
        }

        static Hit at(Rule rule, Severity severity, String message, io.tcpclose.bootstrap.@Nullable Step step) {
            return step == null
                    ? without(rule, severity, message)
                    : new Hit(rule, severity, message, step.trace, step.thread, step.ids);
        }

        public Hit advising(String advice) {
            return new Hit(rule, severity, message, offendingTrace, offendingThread, ids, advice, many, held);
        }

        public Hit of(@Nullable Many many) {
            return new Hit(rule, severity, message, offendingTrace, offendingThread, ids, advice, many, held);
        }

        public Hit heldFor(long held) {
            return new Hit(rule, severity, message, offendingTrace, offendingThread, ids, advice, many, held);
        }
    }
}
