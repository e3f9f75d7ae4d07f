package io.tcpclose.core.connection;

/** The half that we write and the peer reads. */
public enum Outbound {
    NEW("new"),
    CONNECTING("connecting"),
    OPEN("open"),
    /** Our FIN is sent, by shutdownOutput or by close. */
    SHUT("shut"),
    RESET("reset"),
    FAILED("failed"),
    UNKNOWN("unknown");

    private final String label;

    Outbound(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
