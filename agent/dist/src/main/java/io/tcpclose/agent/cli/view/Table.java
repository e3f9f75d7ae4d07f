package io.tcpclose.agent.cli.view;

import io.tcpclose.export.Text;
import java.util.ArrayList;
import java.util.List;

/** Columns under their names, as wide as their widest cell; the first ones numbers to the right where a heading says so. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] right;

    /** @param headings a leading {@code >} sets the column to the right */
    public Table(String... headings) {
        right = new boolean[headings.length];
        List<String> head = new ArrayList<>();
        for (int i = 0; i < headings.length; i++) {
            right[i] = headings[i].startsWith(">");
            head.add(right[i] ? headings[i].substring(1) : headings[i]);
        }
        rows.add(head);
    }

    /** Cells are made harmless for a terminal here. */
    public void add(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) row.add(Text.clean(String.valueOf(cell)));
        rows.add(row);
    }

    public boolean isEmpty() {
        return rows.size() == 1;
    }

    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            String padding = " ".repeat(width(i) - cell.length());
            line.append(i == 0 ? "" : "  ").append(right[i] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
