package io.tcpclose.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The JDKs that forked JVMs run on: those of the property {@code tcpclose.jdks}, else the running one and its siblings.
 * What could not be tested is said on stdout, once.
 */
final class Jdks {
    private static final List<Integer> SUPPORTED = List.of(17, 21, 25);
    private static final List<Jdk> TESTED = find();

    private Jdks() {}

    static List<Jdk> tested() {
        return TESTED;
    }

    private static List<Jdk> find() {
        String named = System.getProperty("tcpclose.jdks", "").trim();
        List<Jdk> found = distinct(named.isEmpty() ? besideTheRunningOne() : named(named));
        SUPPORTED.stream()
                .filter(feature -> found.stream().noneMatch(jdk -> jdk.feature() == feature))
                .forEach(feature -> System.out.printf(
                        "not tested here: JDK %d (%s)%n",
                        feature,
                        named.isEmpty() ? "none beside the running JDK; name one with -Dtcpclose.jdks" : named));
        if (found.isEmpty()) {
            throw new IllegalStateException("no JDK to test on: tcpclose.jdks=" + named);
        }
        return found;
    }

    /** A home that was named and is none is an error, not a gap. */
    private static Stream<Jdk> named(String homes) {
        return Arrays.stream(homes.split(",")).map(String::trim).map(home -> Jdk.at(Path.of(home))
                .orElseThrow(() -> new IllegalArgumentException("no JDK: " + home)));
    }

    private static Stream<Jdk> besideTheRunningOne() {
        Path parent = Jdk.running().home().getParent();
        try (Stream<Path> siblings = Files.list(parent)) {
            List<Jdk> beside = siblings.sorted(Comparator.reverseOrder())
                    .map(Jdk::at)
                    .flatMap(Optional::stream)
                    .filter(jdk -> SUPPORTED.contains(jdk.feature()))
                    .toList();
            return Stream.concat(Stream.of(Jdk.running()), beside.stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Jdk> distinct(Stream<Jdk> jdks) {
        Map<Integer, Jdk> byFeature = new TreeMap<>();
        jdks.forEach(jdk -> byFeature.putIfAbsent(jdk.feature(), jdk));
        return List.copyOf(byFeature.values());
    }
}
