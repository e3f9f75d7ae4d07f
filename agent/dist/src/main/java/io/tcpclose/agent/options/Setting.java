package io.tcpclose.agent.options;

/** A value that is allowed, and who set it. */
record Setting(Key key, Object value, Source source) {

    /** The value as a user would write it. */
    String text() {
        return key.option().kind().show(value);
    }

    /** A severity that is set is never the default: it also keeps the rule from choosing another one. */
    boolean isDefault() {
        return key.option() != Option.RULE && text().equals(key.defaultText());
    }
}
