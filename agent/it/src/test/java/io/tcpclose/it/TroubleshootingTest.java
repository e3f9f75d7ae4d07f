package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every message of the agent is explained in its own words, and no message is explained that it does not have. */
class TroubleshootingTest {
    private static final Path PAGE = DocPages.ROOT.resolve("docs/troubleshooting.md");

    /** The classes that speak to a person, findings apart. */
    private static final List<String> SPEAKERS = List.of(
            "TcpCloseAgent",
            "Agent",
            "AgentStart",
            "AgentThread",
            "ApplicationMeters",
            "ExportStart",
            "ExportThread",
            "MeterExports",
            "MicrometerLog",
            "OtlpStart",
            "LastThings",
            "LogOutput",
            "Say",
            "Departure",
            "ControlHome",
            "OwnJar",
            "ControlSocket",
            "Doors",
            "FindingLog",
            "LogFile",
            "Entry",
            "FirstLook",
            "Folder",
            "Place",
            "Dump",
            "JfrOutlet",
            "Health",
            "Reporter",
            "OptionsParser",
            "Problems",
            "SelectorParser",
            "SuppressionParser",
            "Suppressions",
            "FindingText",
            "Losses",
            "OpenConnections",
            "JvmCheck",
            "Attachment",
            "Guest",
            "Side",
            "StoredReport");

    private static final int SHORTEST_MESSAGE = 16;

    @Test
    void explainedMessages_areStillSaid() throws IOException {
        String said = DocPages.sources("/src/main/").stream()
                .flatMap(source -> DocPages.literals(source).stream())
                .collect(Collectors.joining("\n"));
        List<String> messages = DocPages.headings(PAGE).stream()
                .filter(heading -> heading.startsWith("`"))
                .map(heading -> heading.replace("`", ""))
                .toList();
        assertThat(messages).hasSizeGreaterThan(40);
        assertThat(messages)
                .filteredOn(message -> !parts(message, "…").allMatch(said::contains))
                .isEmpty();
    }

    @Test
    void saidMessages_areExplained() throws IOException {
        String explained = DocPages.read(PAGE).replaceAll("\\s+", " ");
        List<String> said = DocPages.sources("/src/main/").stream()
                .filter(source ->
                        SPEAKERS.contains(source.getFileName().toString().replace(".java", "")))
                .flatMap(source -> DocPages.literals(source).stream())
                .flatMap(literal -> parts(literal, "%\\w|NOTE"))
                .filter(text -> text.length() >= SHORTEST_MESSAGE && text.contains(" "))
                .toList();
        assertThat(said).hasSizeGreaterThan(30);
        assertThat(said).filteredOn(text -> !explained.contains(text)).isEmpty();
    }

    private static Stream<String> parts(String text, String gap) {
        return Arrays.stream(text.split(gap))
                .map(part -> part.replaceAll("^[\\s,;:.()']+|[\\s,;:.()']+$", ""))
                .filter(part -> !part.isEmpty());
    }
}
