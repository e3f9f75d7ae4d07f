package io.tcpclose.core.connection;

/** What became of the file descriptor. */
public enum Descriptor {
    OPEN("open"),
    /** close() has returned, the descriptor is still there: its selector has not flushed the key. */
    HELD("held"),
    CLOSED("closed"),
    /** The channel was garbage-collected without close: nobody can close the descriptor any more. */
    COLLECTED("collected");

    private final String label;

    Descriptor(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
