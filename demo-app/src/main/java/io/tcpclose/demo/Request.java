package io.tcpclose.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the command line asks to be played. */
record Request(List<Scenario> scenarios, int holdSeconds) {
    private static final String LEGAL = "--legal";
    private static final List<String> WORDS = List.of("explain", "serve", "--list", "--hold", "--help");
    private static final List<String> WORDS_OF_SERVE = List.of(LEGAL, "--list", "--hold", "--help");

    /** Throws IllegalArgumentException, with a message for a person, if an argument is unknown. */
    static Request parse(List<String> args) {
        return parse(args, WORDS, List.of());
    }

    /** The same for what follows {@code serve}. */
    static Request toServe(List<String> args) {
        boolean legal = args.contains(LEGAL);
        List<String> others = args.stream().filter(word -> !word.equals(LEGAL)).toList();
        return parse(others, WORDS_OF_SERVE, legal ? allLegal() : List.of());
    }

    private static List<Scenario> allLegal() {
        return Scenarios.ALL.stream().filter(scenario -> !scenario.misuse()).toList();
    }

    private static Request parse(List<String> args, List<String> options, List<Scenario> chosen) {
        Deque<String> left = new ArrayDeque<>(args);
        List<Scenario> scenarios = new ArrayList<>(chosen);
        int hold = -1;
        while (!left.isEmpty()) {
            String word = left.remove();
            if (word.equals("--hold")) {
                hold = seconds(left.poll());
            } else {
                scenarios.add(named(word, options));
            }
        }
        List<Scenario> played = scenarios.isEmpty() ? Scenarios.ALL : scenarios;
        return new Request(played, hold < 0 ? longestHold(played) : hold);
    }

    private static int longestHold(List<Scenario> scenarios) {
        return scenarios.stream().mapToInt(Scenario::holdSeconds).max().orElseThrow();
    }

    private static int seconds(@Nullable String word) {
        if (word == null || !word.matches("\\d{1,4}")) {
            throw new IllegalArgumentException("--hold takes a number of seconds, 0 to 9999");
        }
        return Integer.parseInt(word);
    }

    private static Scenario named(String name, List<String> options) {
        return Scenarios.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        isExplainedOnly(name)
                                ? "'" + name + "' is played by explain only: explain " + name
                                : "unknown scenario '" + name + "'; nearest: '" + Nearest.to(name, known(options))
                                        + "'"));
    }

    private static boolean isExplainedOnly(String name) {
        return Article.SCENARIOS.stream().anyMatch(scenario -> scenario.name().equals(name));
    }

    private static List<String> known(List<String> options) {
        return Stream.concat(options.stream(), Scenarios.ALL.stream().map(Scenario::name))
                .toList();
    }
}
