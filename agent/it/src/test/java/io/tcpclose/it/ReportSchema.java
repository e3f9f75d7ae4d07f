package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The published schema of the report. */
final class ReportSchema {
    private static final JsonSchema SCHEMA = read(Path.of("..", "..", "docs", "report-schema.json"));

    private ReportSchema() {}

    static void assertValid(AgentReport report) {
        assertThat(SCHEMA.validate(report.json()))
                .as("violations of the schema")
                .isEmpty();
    }

    private static JsonSchema read(Path file) {
        try {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
