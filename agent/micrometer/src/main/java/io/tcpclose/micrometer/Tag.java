package io.tcpclose.micrometer;

import io.micrometer.common.docs.KeyName;
import java.util.Locale;

/** The keys of tags. Never a peer's port, a thread or a line number. */
enum Tag implements KeyName {
    STATE,
    ROLE,
    KIND,
    HOW,
    FIRST,
    SIDE,
    EOF,
    REASON,
    VERDICT,
    DIRECTION,
    OUTCOME,
    RULE,
    SEVERITY,
    /** {@code package.Class.method} of the opening call. */
    SITE,
    /** Host as the application gave it, and port, of connects. */
    ENDPOINT,
    WITH,
    PORT,
    EVENT,
    SCOPE,
    VERSION,
    WHERE,
    SOURCE,
    NAME;

    @Override
    public String asString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
