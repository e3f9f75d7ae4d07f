package io.tcpclose.core.connection;

/** The half that the peer writes and we read. */
public enum Inbound {
    NEW("new"),
    CONNECTING("connecting"),
    OPEN("open"),
    /** The peer's FIN is in the kernel, the application has not read up to it. */
    FIN_PENDING("fin-pending"),
    /** The application has read end-of-file. */
    EOF("eof"),
    /** Own shutdownInput: what the peer does from here on is not seen by reads. */
    SHUT("shut"),
    RESET("reset"),
    FAILED("failed"),
    UNKNOWN("unknown");

    private final String label;

    Inbound(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
