package io.tcpclose.it;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The agent's options of one run, as a properties file beside its report. */
final class AgentConfig {
    private final Path folder;
    private final Properties options = new Properties();

    private AgentConfig(Path folder) {
        this.folder = folder;
    }

    /** Reports as JSON into the folder, and looks often enough for thresholds of a second. */
    static AgentConfig in(Path folder) {
        return new AgentConfig(folder)
                .set("report", folder.resolve("report.json").toString())
                .set("probe.interval", "200ms");
    }

    AgentConfig set(String key, String value) {
        options.setProperty(key, value);
        return this;
    }

    /** What stands after {@code -javaagent:jar=}. */
    String argument() throws IOException {
        Path file = folder.resolve("agent.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            options.store(writer, null);
        }
        return "config=" + file;
    }
}
