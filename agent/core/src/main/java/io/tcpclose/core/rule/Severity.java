package io.tcpclose.core.rule;

/** How much a finding weighs. */
public enum Severity {
    INFO("info"),
    WARN("warn"),
    ERROR("error");

    private final String label;

    Severity(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public boolean atLeast(Severity other) {
        return compareTo(other) >= 0;
    }

    /** @return null where the text names no severity */
    public static @org.jspecify.annotations.Nullable Severity of(String label) {
        for (Severity severity : values()) if (severity.label.equals(label)) return severity;
        return null;
    }
}
