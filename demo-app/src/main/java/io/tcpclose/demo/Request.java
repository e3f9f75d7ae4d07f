package io.tcpclose.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the command line asks to be played. */
record Request(List<Scenario> scenarios, int holdSeconds) {
    /** Throws IllegalArgumentException, with a message for a person, if an argument is unknown. */
    static Request parse(List<String> args) {
        Deque<String> left = new ArrayDeque<>(args);
        List<Scenario> scenarios = new ArrayList<>();
        int hold = -1;
        while (!left.isEmpty()) {
            String word = left.remove();
            if (word.equals("--hold")) {
                hold = seconds(left.poll());
            } else if (word.equals("--legal")) {
                Scenarios.ALL.stream().filter(scenario -> !scenario.misuse()).forEach(scenarios::add);
            } else {
                scenarios.add(named(word));
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

    private static Scenario named(String name) {
        return Scenarios.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        isExplainedOnly(name)
                                ? "'" + name + "' is played by explain only: explain " + name
                                : "unknown scenario '" + name + "'; nearest: '" + Nearest.to(name, knownWords())
                                        + "'"));
    }

    private static boolean isExplainedOnly(String name) {
        return Article.SCENARIOS.stream().anyMatch(scenario -> scenario.name().equals(name));
    }

    private static List<String> knownWords() {
        return Stream.concat(
                        Stream.of("explain", "serve", "--legal", "--list", "--hold", "--help"),
                        Scenarios.ALL.stream().map(Scenario::name))
                .toList();
    }
}
