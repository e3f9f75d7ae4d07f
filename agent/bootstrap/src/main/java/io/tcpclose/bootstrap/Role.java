package io.tcpclose.bootstrap;

/** Which side of the handshake we were. */
public enum Role {
    /** Not known: never connected, or adopted after a late attach. */
    UNKNOWN(null),
    CLIENT("client"),
    SERVER("server"),
    /** A listening descriptor, a {@link ListeningSocket}: not a connection, and in no sum of connections. */
    LISTENER(null),
    /** The agent's own: never counted, never reported. */
    OWN(null);

    private final @org.jspecify.annotations.Nullable String label;

    Role(@org.jspecify.annotations.Nullable String label) {
        this.label = label;
    }

    /** The name used in reports and meters, or null where there is none. */
    public @org.jspecify.annotations.Nullable String label() {
        return label;
    }
}
