package io.tcpclose.micrometer;

/** Which meters a registry gets, and how many series at the most. */
public enum MeterSet {
    /** The few that everybody wants, in a registry that has others. */
    BASIC(150),
    /** All but those that an application has meters of its own for. */
    ALL(500),
    /** All, for the agent's own registry. */
    OWN(500);

    private final int maxSeries;

    MeterSet(int maxSeries) {
        this.maxSeries = maxSeries;
    }

    /** Beyond it meters are dropped, and counted as {@code tcpclose.agent.dropped} where {@code series}. */
    public int maxSeries() {
        return maxSeries;
    }

    boolean contains(TcpCloseMeters meter) {
        return meter.isBasic() || (this != BASIC && (this == OWN || !meter.isOwnOnly()));
    }
}
