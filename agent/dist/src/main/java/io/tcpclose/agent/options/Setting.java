package io.tcpclose.agent.options;

import java.util.List;

/** A value that is allowed, and who set it. */
record Setting(Key key, Object value, Source source) {
    /** A rule may choose another severity, OpenTelemetry has variables, and one registry has other meters. */
    private static final List<Option> UNSET_IS_ANOTHER =
            List.of(Option.RULE, Option.OTLP, Option.OTLP_INTERVAL, Option.METERS);

    /** The value as a user would write it. */
    String text() {
        return key.option().kind().show(value);
    }

    /** Never for an option that, as long as nobody sets it, may be something else than the default. */
    boolean isDefault() {
        return !UNSET_IS_ANOTHER.contains(key.option()) && text().equals(key.defaultText());
    }
}
