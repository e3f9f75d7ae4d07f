package io.tcpclose.agent.cli.compare;

import org.jspecify.annotations.Nullable;

/**
 * Which of two ends failed to close.
 *
 * @param failing {@code A} or {@code B}; null where neither or nobody can tell
 */
record Verdict(@Nullable String failing, String text) {
    static Verdict of(End a, End b) {
        Verdict one = ofOne("A", a, "B", b);
        if (one != null) return one;
        Verdict other = ofOne("B", b, "A", a);
        if (other != null) return other;
        if (a.isClosed() && b.isClosed()) return new Verdict(null, "closed at both ends");
        if (a.isUnknown() || b.isUnknown()) return new Verdict(null, "open; history unknown: the agent came later");
        return new Verdict(null, "open at both ends");
    }

    /**
     * Of an end whose peer's report does not have the other one any more.
     *
     * @param listens whether the peer listens where this end is connected to
     * @param connects whether the peer has connections to where this end is
     * @return null where this end has not failed
     */
    static @Nullable Verdict ofAlone(String name, End end, String peerName, boolean listens, boolean connects) {
        if (end.isClosed() || !end.hasFin()) return null;
        if (!listens && !connects) {
            return new Verdict(
                    null, name + " has a FIN and has not closed; the other end is not in " + peerName + "'s report");
        }
        String who = listens ? peerName + " listens there and has" : peerName + " (or another client) has";
        return new Verdict(
                name,
                who + " closed" + end.fin() + ": " + name
                        + (end.isUnnoticed() ? " has not read up to the FIN" : " has read the FIN and not closed"));
    }

    /** What makes the first one the failing end; null when nothing does. */
    private static @Nullable Verdict ofOne(String name, End end, String peerName, End peer) {
        if (end.isClosed()) return null;
        if (end.isReset()) return new Verdict(name, name + " was told of a reset and has not closed");
        if (end.hasFin() && end.isShut() && !end.isUnnoticed()) {
            return new Verdict(name, name + " has finished both directions and not closed");
        }
        if (end.hasFin() && !peer.isClosed() && end.goesOn()) {
            return new Verdict(null, peerName + " has half-closed, and " + name + " has moved bytes since");
        }
        String did = peer.isClosed() ? peerName + " has closed" : peerName + " has sent its FIN";
        if (end.hasFin()) {
            return new Verdict(
                    name,
                    did + end.fin() + ": " + name
                            + (end.isUnnoticed() ? " has not read up to it" : " has read it and not closed"));
        }
        if (peer.isClosed()) {
            return new Verdict(
                    null,
                    peerName + " has closed, and " + name
                            + " has seen no FIN: lost, withheld by another holder, or the reports are of different times");
        }
        return null;
    }
}
