package io.tcpclose.agent.cli.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Files of /proc, read to a bound; what cannot be read is empty. */
final class ProcText {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_LINES = 1 << 20;

    private ProcText() {}

    static String read(Path file) {
        if (!Files.isRegularFile(file)) return "";
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** What a link says. */
    static String link(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /** Bytes that are no UTF-8 count as any other. */
    static boolean anyLine(Path file, Predicate<String> wanted) {
        if (!Files.isRegularFile(file)) return false;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
            return lines.lines().limit(MAX_LINES).anyMatch(wanted);
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }
}
