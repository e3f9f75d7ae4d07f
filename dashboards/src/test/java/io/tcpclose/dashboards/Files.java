package io.tcpclose.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this folder. */
final class Files {
    static final Path HERE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    static final Path PROMETHEUS = HERE.resolve("prometheus");
    static final Path ALERTS = PROMETHEUS.resolve("tcpclose-alerts.rules.yml");
    static final Path RECORDING = PROMETHEUS.resolve("tcpclose-recording.rules.yml");

    private Files() {}

    static List<Path> in(String folder, String ending) {
        try (Stream<Path> files = java.nio.file.Files.list(HERE.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path file) {
        return read(new ObjectMapper(), file);
    }

    static JsonNode yaml(Path file) {
        return read(new YAMLMapper(), file);
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** The alerts or recordings of a rules file. */
    static List<JsonNode> rules(Path file) {
        return stream(yaml(file).path("groups"))
                .flatMap(group -> stream(group.path("rules")))
                .toList();
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return array.valueStream();
    }
}
