package io.tcpclose.benchmarks;

import java.util.List;

/** A table in Markdown, printed as its rows are measured. */
final class Table {
    Table(String title, List<String> columns) {
        System.out.println("\n### " + title + "\n");
        row(columns);
        row(columns.stream().map(column -> "---").toList());
    }

    void row(String... cells) {
        row(List.of(cells));
    }

    private static void row(List<String> cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    static String budget(boolean met) {
        return met ? "met" : "**not met**";
    }
}
