package io.tcpclose.benchmarks;

/** What ten thousand connections do while the engine looks at them. */
enum Scenario {
    MIXED("every second one moves, every tenth is at end-of-file"),
    IDLE("idle"),
    FINS("idle, a thousand with an unread FIN"),
    NEVER_READ("accepted, idle, never read");

    static final int CONNECTIONS = 10_000;

    private final String label;

    Scenario(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean hasEof(int index) {
        return this == MIXED && index % 10 == 0;
    }

    boolean moves(int index) {
        return this == MIXED && index % 2 == 1;
    }

    int fins() {
        return this == FINS ? CONNECTIONS / 10 : 0;
    }
}
