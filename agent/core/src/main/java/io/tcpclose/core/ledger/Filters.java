package io.tcpclose.core.ledger;

import io.tcpclose.core.filter.Selectable;
import io.tcpclose.core.filter.Selectors;
import io.tcpclose.core.filter.Suppressions;
import java.time.LocalDate;

/** What the user does not want to hear of. Never touches a counter of connections. */
public record Filters(Selectors include, Selectors exclude, Selectors expectHalfClose, Suppressions suppressions) {
    public static final Filters NONE = new Filters(Selectors.NONE, Selectors.NONE, Selectors.NONE, Suppressions.NONE);

    /** Whether findings and reports speak of this connection at all. */
    public boolean shows(Selectable connection) {
        return (include.isEmpty() || include.matches(connection)) && !exclude.matches(connection);
    }

    public boolean expectsHalfClose(Selectable connection) {
        return expectHalfClose.matches(connection);
    }

    boolean suppressesAny() {
        return suppressions != Suppressions.NONE;
    }

    public boolean suppresses(String rule, Selectable connection, LocalDate today) {
        return suppressions.match(rule, connection, today) != null;
    }
}
