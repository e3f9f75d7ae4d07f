package io.tcpclose.core.filter;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The findings that a user has looked at and does not want to hear of, from a suppressions file. Thread-safe. */
public final class Suppressions {
    public static final Suppressions NONE = new Suppressions(List.of());

    static final int MAX_CHARS = 1 << 20;
    static final int MAX_ENTRIES = 10_000;

    private final List<Suppression> entries;
    private final Set<Integer> toldLines = new HashSet<>();

    private Suppressions(List<Suppression> entries) {
        this.entries = entries;
    }

    /**
     * Reads the content of a file. A wrong line suppresses nothing and is told in the errors by its number.
     *
     * @param rules the ids that a line may start with
     */
    public static Parsed<Suppressions> parse(String text, Set<String> rules) {
        Problems problems = new Problems();
        if (text.length() > MAX_CHARS) {
            problems.add("the file has more than " + MAX_CHARS + " characters: nothing of it is used");
            return new Parsed<>(NONE, problems.lines());
        }
        List<Suppression> entries = entries(text, new SuppressionParser(rules, problems));
        if (entries.size() > MAX_ENTRIES) {
            Suppression first = entries.remove(MAX_ENTRIES);
            problems.add("line " + first.line() + ": a file has at most " + MAX_ENTRIES + " suppressions, the rest is"
                    + " not used");
        }
        return new Parsed<>(new Suppressions(List.copyOf(entries)), problems.lines());
    }

    private static List<Suppression> entries(String text, SuppressionParser parser) {
        List<Suppression> entries = new ArrayList<>();
        int number = 0;
        int at = text.startsWith("\uFEFF") ? 1 : 0;
        while (at < text.length() && entries.size() <= MAX_ENTRIES) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            Suppression entry = parser.parse(++number, text.substring(at, end).trim());
            if (entry != null) {
                entries.add(entry);
            }
            at = end + 1;
        }
        return entries;
    }

    public int size() {
        return entries.size();
    }

    /** The first line of the file that covers a finding and has not expired; {@code null} when none does. */
    public @Nullable Suppression match(String rule, Selectable connection, LocalDate today) {
        for (Suppression entry : entries) {
            if (!entry.isExpired(today) && entry.covers(rule, connection)) {
                return entry;
            }
        }
        return null;
    }

    /** A sentence for each line that has expired, each told once in the life of this object. */
    public synchronized List<String> newlyExpired(LocalDate today) {
        Problems expired = new Problems();
        for (Suppression entry : entries) {
            if (entry.isExpired(today) && toldLines.add(entry.line())) {
                expired.add("line " + entry.line() + ": the suppression of " + entry.rule() + " ended on "
                        + entry.until() + " (" + Quoted.of(entry.reason()) + ")");
            }
        }
        return expired.lines();
    }
}
