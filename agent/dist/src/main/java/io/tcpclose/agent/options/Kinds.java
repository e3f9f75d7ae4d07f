package io.tcpclose.agent.options;

import io.tcpclose.core.filter.Parsed;
import io.tcpclose.core.filter.Selectors;
import io.tcpclose.export.StandardStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of values that options have. */
final class Kinds {
    private Kinds() {}

    /** One of a few words, in any case. */
    record Choice(List<String> words) implements Kind {
        static final Choice BOOLEAN = new Choice(List.of("true", "false"));

        @Override
        public @Nullable Object parse(String text, List<String> why) {
            return word(text, words);
        }

        @Override
        public String allowed() {
            return either(words);
        }
    }

    /** {@code none}, or a file that is there. */
    record InputFile() implements Kind {
        private static final String NONE = "none";

        @Override
        public @Nullable Object parse(String text, List<String> why) {
            if (text.equalsIgnoreCase(NONE)) {
                return NONE;
            }
            return isPrintable(text) ? text : null;
        }

        @Override
        public String allowed() {
            return "none or the path of a file";
        }
    }

    /** One of a few words, or a path to be written to. */
    record Output(List<String> words, List<String> endings) implements Kind {

        @Override
        public @Nullable Object parse(String text, List<String> why) {
            String word = word(text, words);
            return word == null && isPath(text) ? text : word;
        }

        /** A bare word is more likely a misspelt choice than a file to be created in the working directory. */
        private boolean isPath(String text) {
            return isPrintable(text) && (endings.isEmpty() ? hasAny(text, "./\\") : hasEnding(text) || isStream(text));
        }

        private boolean isStream(String text) {
            return words.contains("stderr") && StandardStreams.isOne(text);
        }

        private boolean hasEnding(String text) {
            for (String ending : endings) {
                if (text.endsWith(ending)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String allowed() {
            List<String> all = new ArrayList<>(words);
            all.add(endings.isEmpty() ? "a path (with a . or a /)" : "a path ending in " + either(endings));
            return either(all);
        }
    }

    /** A duration within bounds, or, where there is an off word, that word for zero. */
    record Time(Duration min, Duration max, @Nullable String off) implements Kind {

        @Override
        public @Nullable Object parse(String text, List<String> why) {
            if (off != null && text.equalsIgnoreCase(off)) {
                return Duration.ZERO;
            }
            Duration duration = Durations.parse(text);
            boolean inBounds = duration != null && duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0;
            return inBounds ? duration : null;
        }

        @Override
        public String allowed() {
            return (off == null ? "" : off + " or ") + "a duration from " + Durations.show(min) + " to "
                    + Durations.show(max) + " (units ms, s, m, h)";
        }

        @Override
        public String show(Object value) {
            return off != null && value.equals(Duration.ZERO) ? off : Durations.show((Duration) value);
        }
    }

    record Count(int min, int max) implements Kind {

        @Override
        public @Nullable Object parse(String text, List<String> why) {
            int value = 0;
            for (int i = 0; i < text.length(); i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9 || value > max) {
                    return null;
                }
                value = value * 10 + digit;
            }
            return text.isEmpty() || value < min || value > max ? null : value;
        }

        @Override
        public String allowed() {
            return "a number from " + min + " to " + max;
        }
    }

    /** Percent of something; {@code off} is 0. */
    record Share(String off) implements Kind {

        @Override
        public @Nullable Object parse(String text, List<String> why) {
            if (text.equalsIgnoreCase(off)) {
                return 0;
            }
            return text.endsWith("%") ? new Count(1, 100).parse(text.substring(0, text.length() - 1), why) : null;
        }

        @Override
        public String allowed() {
            return off + " or a share from 1% to 100%";
        }

        @Override
        public String show(Object value) {
            return value.equals(0) ? off : value + "%";
        }
    }

    /** @param none the word for an empty list */
    record SelectorList(String none) implements Kind {

        @Override
        public @Nullable Object parse(String text, List<String> why) {
            if (text.equalsIgnoreCase(none)) {
                return Selectors.NONE;
            }
            Parsed<Selectors> parsed = Selectors.parse(text);
            why.addAll(parsed.errors());
            return parsed.errors().isEmpty() ? parsed.value() : null;
        }

        @Override
        public String allowed() {
            return none + " or a list such as port:5432, peer:10.0.0.0/8, host:db*, class:com.acme.*";
        }

        @Override
        public String show(Object value) {
            return ((Selectors) value).isEmpty() ? none : value.toString();
        }
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean hasAny(String text, String characters) {
        for (int i = 0; i < characters.length(); i++) {
            if (text.indexOf(characters.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String word(String text, List<String> words) {
        for (String word : words) {
            if (word.equalsIgnoreCase(text)) {
                return word;
            }
        }
        return null;
    }

    private static String either(List<String> words) {
        StringBuilder out = new StringBuilder(words.get(0));
        for (int i = 1; i < words.size(); i++) {
            out.append(i == words.size() - 1 ? " or " : ", ").append(words.get(i));
        }
        return out.toString();
    }
}
