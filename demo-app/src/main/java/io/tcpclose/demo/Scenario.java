package io.tcpclose.demo;

/**
 * One thing an application does with its sockets.
 *
 * @param name the id of the rule it breaks, possibly with a suffix; any other name for a legal one
 * @param misuse whether a finding is due
 * @param holdSeconds how long its state has to last until the rule, with the thresholds of demo.properties, has fired
 * @param summary one sentence
 */
public record Scenario(String name, boolean misuse, int holdSeconds, String summary, Play play) {
    /** The scenario's code. It returns once its state is reached; what takes longer goes to the stage. */
    public interface Play {
        void on(Stage stage) throws Exception;
    }
}
