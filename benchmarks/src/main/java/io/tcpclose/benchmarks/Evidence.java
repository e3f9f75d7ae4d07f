package io.tcpclose.benchmarks;

/** How much of the kernel the agent may ask, by its own test switch. */
enum Evidence {
    NONE("no kernel evidence", "fin-watcher,poll,tcp-info,unread,proc-net,proc-fd"),
    POLL("polled, no /proc", "fin-watcher,proc-net,proc-fd"),
    WATCHER("watched, no /proc", "proc-net,proc-fd"),
    POLL_AND_PROC("polled", "fin-watcher"),
    ALL("watched", "");

    private final String label;
    private final String off;

    Evidence(String label, String off) {
        this.label = label;
        this.off = off;
    }

    String label() {
        return label;
    }

    /** Option of the JVM. */
    String option() {
        return "-Dtcpclose.test.off=" + off;
    }
}
