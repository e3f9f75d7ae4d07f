package io.tcpclose.core.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** A list of selectors of which one has to match. Immutable. */
public final class Selectors {
    public static final Selectors NONE = new Selectors(List.of());

    static final int MAX_SELECTORS = 1_000;

    private final List<Selector> selectors;

    private Selectors(List<Selector> selectors) {
        this.selectors = selectors;
    }

    /** Reads a list separated by commas or semicolons; what is not a selector is left out and told in the errors. */
    public static Parsed<Selectors> parse(String text) {
        Problems problems = new Problems();
        SelectorParser parser = new SelectorParser(problems);
        List<Selector> selectors = new ArrayList<>();
        StringTokenizer pieces = new StringTokenizer(text, ",;");
        while (pieces.hasMoreTokens() && selectors.size() <= MAX_SELECTORS && !problems.isFull()) {
            String piece = pieces.nextToken().trim();
            Selector selector = piece.isEmpty() ? null : parser.parse(piece);
            if (selector != null) {
                selectors.add(selector);
            }
        }
        if (selectors.size() > MAX_SELECTORS) {
            problems.add(Quoted.of(text) + ": a list has at most 1000 selectors");
            selectors.remove(MAX_SELECTORS);
        }
        return new Parsed<>(new Selectors(List.copyOf(selectors)), problems.lines());
    }

    public boolean isEmpty() {
        return selectors.isEmpty();
    }

    /** Whether at least one selector matches; never for an empty list. */
    public boolean matches(Selectable connection) {
        for (Selector selector : selectors) {
            if (selector.matches(connection)) {
                return true;
            }
        }
        return false;
    }

    /** The list as a user would write it; empty for none. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Selector selector : selectors) {
            out.append(out.length() == 0 ? "" : ",").append(selector);
        }
        return out.toString();
    }
}
