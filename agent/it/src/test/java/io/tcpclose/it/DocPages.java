package io.tcpclose.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages of the documentation and the sources that they speak of. */
final class DocPages {
    static final Path ROOT = Path.of("..", "..");

    private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

    private DocPages() {}

    static List<Path> all() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"));
                Stream<Path> root = Files.list(ROOT)) {
            return Stream.concat(root, docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** Without blocks of code. */
    static String prose(Path page) {
        return FENCE.matcher(read(page)).replaceAll("");
    }

    static List<String> headings(Path page) {
        return matches(HEADING, prose(page));
    }

    /** What a link to a heading ends in. */
    static Set<String> anchors(Path page) {
        return headings(page).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** Java files whose path contains this. */
    static List<Path> sources(String part) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains(part))
                    .toList();
        }
    }

    /** The texts in a source; one that goes on in the next line is one. */
    static List<String> literals(Path source) {
        String joined =
                read(source).replaceAll("(?m)^\\s*(?:\\*|//|/\\*).*$", "").replaceAll("\"\\s*\\+\\s*\"", "");
        return matches(LITERAL, joined);
    }

    /** The first group of each match. */
    static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
