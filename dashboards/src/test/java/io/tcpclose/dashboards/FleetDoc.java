package io.tcpclose.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The examples of docs/running-a-fleet.md, which the tests run as they stand there. */
final class FleetDoc {
    private static final Path PAGE = Files.HERE.resolve("../docs/running-a-fleet.md");

    private FleetDoc() {}

    /** @param language as the fence says: yaml, promql */
    static List<String> examples(String language) {
        return Pattern.compile("(?s)```" + language + "\\n(.*?)```")
                .matcher(text())
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    static String text() {
        try {
            return java.nio.file.Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first example in YAML that has this word. */
    static JsonNode yaml(String word) {
        try {
            return new YAMLMapper()
                    .readTree(examples("yaml").stream()
                            .filter(block -> block.contains(word))
                            .findFirst()
                            .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first query that has this word. */
    static String promql(String word) {
        return examples("promql").stream()
                .filter(block -> block.contains(word))
                .findFirst()
                .orElseThrow()
                .strip();
    }
}
