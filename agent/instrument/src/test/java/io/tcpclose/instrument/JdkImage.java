package io.tcpclose.instrument;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The class files of an installed JDK, read without running it. */
final class JdkImage {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final int OLDEST = 17;

    private final FileSystem files;
    private final int feature;

    private JdkImage(Path home, int feature) {
        this.feature = feature;
        try {
            this.files = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JdkImage running() {
        Path home = Path.of(System.getProperty("java.home"));
        return new JdkImage(home, Runtime.version().feature());
    }

    /** Those of the property {@code tcpclose.jdks}, else the running one and those beside it; one of each version. */
    static List<JdkImage> found() {
        String named = System.getProperty("tcpclose.jdks", "").trim();
        Path running = Path.of(System.getProperty("java.home"));
        Map<Integer, Path> homes = new TreeMap<>();
        (named.isEmpty() ? beside(running) : Arrays.stream(named.split(",")).map(Path::of))
                .forEach(home -> feature(home).ifPresent(feature -> homes.putIfAbsent(feature, home)));
        return homes.entrySet().stream()
                .map(home -> new JdkImage(home.getValue(), home.getKey()))
                .toList();
    }

    private static Stream<Path> beside(Path running) {
        try (Stream<Path> siblings = Files.list(running.resolveSibling("."))) {
            return Stream.concat(Stream.of(running), siblings.sorted().toList().stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static java.util.Optional<Integer> feature(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isRegularFile(home.resolve("lib/modules"))) {
            return java.util.Optional.empty();
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(release));
            return version.find()
                    ? java.util.Optional.of(Integer.valueOf(version.group(1))).filter(feature -> feature >= OLDEST)
                    : java.util.Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return null where this JDK has no such class */
    byte @Nullable [] classFile(String type) {
        String module = type.startsWith("jdk.internal.net.http.") ? "java.net.http" : "java.base";
        Path path = files.getPath("/modules/" + module + "/" + type.replace('.', '/') + ".class");
        try {
            return Files.exists(path) ? Files.readAllBytes(path) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int feature() {
        return feature;
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }
}
