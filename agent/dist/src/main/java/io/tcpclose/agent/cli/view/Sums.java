package io.tcpclose.agent.cli.view;

import io.tcpclose.core.report.Report;

/** Numbers of a report that has perhaps none of its connections, and perhaps comes from an older version. */
public final class Sums {
    private Sums() {}

    public static long open(Report report) {
        return report.summary() == null ? 0 : report.summary().open();
    }

    /** By the kernel's state where the summary tells it. */
    public static long closeWait(Report report) {
        boolean told = report.summary() != null && report.summary().states() != null;
        return told
                ? report.summary().states().getOrDefault("close_wait", 0L)
                : report.endpoints().stream()
                        .mapToLong(Report.Endpoint::closeWait)
                        .sum();
    }

    /** {@code (noticed 1, unnoticed 2)} where there is something to tell; begins with a space. */
    static String noticed(Report report) {
        Report.CloseWait waiting =
                report.summary() == null ? null : report.summary().closeWait();
        if (waiting == null || waiting.noticed() + waiting.unnoticed() == 0) return "";
        return " (noticed " + waiting.noticed() + ", unnoticed " + waiting.unnoticed()
                + (waiting.unknown() == 0 ? ")" : ", unknown " + waiting.unknown() + ")");
    }
}
