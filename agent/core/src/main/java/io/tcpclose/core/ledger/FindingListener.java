package io.tcpclose.core.ledger;

import io.tcpclose.core.rule.Severity;
import org.jspecify.annotations.Nullable;

/** Told of each occurrence as it is found, and when one becomes worse, on the agent's thread: the log, a recording. */
public interface FindingListener {
    FindingListener NONE = (finding, occurrence, news, was, millis) -> {};

    /** What is new. */
    enum News {
        /** The first occurrence of the finding. */
        FIRST,
        MORE,
        /** The finding has become worse than it ever was, by a new occurrence or by a known one. */
        WORSE,
        /** A known occurrence has become as bad as others of the finding were before. */
        FOLLOWS
    }

    /**
     * @param was the severity until now: of the finding where it is {@link News#WORSE}, of the occurrence where it
     *     {@link News#FOLLOWS}, else null
     * @param millis wall clock
     */
    void found(Finding finding, Occurrence occurrence, News news, @Nullable Severity was, long millis);
}
