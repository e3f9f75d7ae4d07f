package io.tcpclose.core.filter;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** Reads one line of a suppressions file: {@code <rule or *> <selector>... [until:YYYY-MM-DD] # reason}. */
final class SuppressionParser {
    static final int MAX_LINE = 1_000;

    private static final String UNTIL = "until:";

    private final Set<String> rules;
    private final Problems problems;

    SuppressionParser(Set<String> rules, Problems problems) {
        this.rules = rules;
        this.problems = problems;
    }

    /** {@code null} for a line without a suppression: blank, only a comment, or wrong. */
    @Nullable
    Suppression parse(int number, String line) {
        if (line.length() > MAX_LINE) {
            return refuse(number, Quoted.of(line) + ": a line has at most 1000 characters");
        }
        int hash = line.indexOf('#');
        String condition = (hash < 0 ? line : line.substring(0, hash)).trim();
        if (condition.isEmpty()) {
            return null;
        }
        String reason = hash < 0 ? "" : line.substring(hash + 1).trim();
        return reason.isEmpty()
                ? refuse(
                        number, Quoted.of(condition) + ": the reason is missing, it follows a # at the end of the line")
                : condition(number, condition, reason);
    }

    private @Nullable Suppression condition(int number, String text, String reason) {
        StringTokenizer words = new StringTokenizer(text);
        String rule = words.nextToken();
        if (!rule.equals(Suppression.ANY_RULE) && !rules.contains(rule)) {
            return refuse(number, Quoted.of(rule) + ": a line starts with the id of a rule, or with * for all of them");
        }
        Problems wrong = new Problems();
        SelectorParser parser = new SelectorParser(wrong);
        List<Selector> selectors = new ArrayList<>();
        LocalDate until = null;
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            if (!word.startsWith(UNTIL)) {
                addIfRight(parser.parse(word), selectors);
            } else if (until == null) {
                until = date(word, wrong);
            } else {
                wrong.add(Quoted.of(word) + ": there is one until: at most");
            }
        }
        return finish(new Suppression(number, rule, List.copyOf(selectors), until, reason), text, wrong.lines());
    }

    /** A line that is wrong in part suppresses nothing: what is left of it could mean more than was meant. */
    private @Nullable Suppression finish(Suppression suppression, String text, List<String> wrong) {
        if (!wrong.isEmpty()) {
            return refuse(suppression.line(), wrong.get(0));
        }
        return suppression.selectors().isEmpty()
                ? refuse(suppression.line(), Quoted.of(text) + ": the selector is missing; " + SelectorParser.ALLOWED)
                : suppression;
    }

    private static void addIfRight(@Nullable Selector selector, List<Selector> selectors) {
        if (selector != null) {
            selectors.add(selector);
        }
    }

    private static @Nullable LocalDate date(String word, Problems wrong) {
        LocalDate date = isoDate(word.substring(UNTIL.length()));
        if (date == null) {
            wrong.add(Quoted.of(word) + ": a day is written as until:2027-01-31");
        }
        return date;
    }

    /** By hand: a DateTimeFormatter would load the locale data while the application starts. */
    private static @Nullable LocalDate isoDate(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return null;
        }
        int year = Digits.digits(text, 0, 4);
        int month = Digits.digits(text, 5, 7);
        int day = Digits.digits(text, 8, 10);
        try {
            return year < 0 ? null : LocalDate.of(year, month, day);
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    private @Nullable Suppression refuse(int number, String why) {
        problems.add("line " + number + ": " + why);
        return null;
    }
}
