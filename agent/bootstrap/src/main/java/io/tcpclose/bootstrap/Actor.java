package io.tcpclose.bootstrap;

/** Whose doing an operation on a socket is. {@link Doing} decides. */
public enum Actor {
    /** The application's code, or a library's on its behalf. */
    APPLICATION("application"),
    /** A TLS implementation by itself: alerts, and what they entail. */
    TLS("tls"),
    /** The JDK by itself. */
    JDK("jdk");

    private final String label;

    Actor(String label) {
        this.label = label;
    }

    /** The name used in reports. */
    public String label() {
        return label;
    }
}
