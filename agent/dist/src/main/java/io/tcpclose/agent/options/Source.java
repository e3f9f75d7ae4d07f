package io.tcpclose.agent.options;

/** Where a value comes from, in the order of precedence. */
enum Source {
    COMMAND("command"),
    ARGUMENT("argument"),
    SYSTEM_PROPERTY("system-property"),
    ENVIRONMENT("environment"),
    FILE("file"),
    DEFAULT("default");

    private final String text;

    Source(String text) {
        this.text = text;
    }

    /** As in the report. */
    String text() {
        return text;
    }
}
