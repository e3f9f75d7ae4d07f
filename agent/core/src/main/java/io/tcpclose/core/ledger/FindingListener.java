package io.tcpclose.core.ledger;

/** Told of each occurrence as it is found, on the agent's thread: the log. */
public interface FindingListener {
    FindingListener NONE = (finding, first, millis) -> {};

    /**
     * @param millis wall clock
     * @param first whether this is the first occurrence of the group, or its severity has just risen
     */
    void found(Finding finding, boolean first, long millis);
}
