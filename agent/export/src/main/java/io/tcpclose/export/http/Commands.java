package io.tcpclose.export.http;

import java.util.Map;

/** What may be told to a running agent, by whoever may use its control socket. */
public interface Commands {
    /**
     * Changes options that are marked as dynamic; all of them or none.
     *
     * @return what to tell: a line for each
     * @throws IllegalArgumentException with what is allowed
     */
    String set(Map<String, String> options);

    /** Ends the agent, soon after the answer. */
    void detach();
}
