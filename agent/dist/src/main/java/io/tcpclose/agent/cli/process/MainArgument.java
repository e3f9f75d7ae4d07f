package io.tcpclose.agent.cli.process;

import java.util.List;
import java.util.Set;

/** The main class or jar in the words of a java command. */
final class MainArgument {
    private static final Set<String> WITH_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module",
            "--source");

    private MainArgument() {}

    /** Empty where none is told. */
    static String of(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (WITH_VALUE.contains(word)) i++;
            else if (!word.startsWith("-") && !word.startsWith("@")) return word;
        }
        return "";
    }
}
