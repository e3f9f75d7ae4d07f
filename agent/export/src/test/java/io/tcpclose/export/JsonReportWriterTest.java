package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tcpclose.core.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonReportWriterTest {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addModule(new SimpleModule().addDeserializer(Instant.class, new InstantDeserializer()))
            .build();

    private static final class InstantDeserializer extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1;

        InstantDeserializer() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Instant.parse(parser.getText());
        }
    }

    @Test
    void report_survivesTheRoundTrip() throws IOException {
        Report full = Samples.full();

        Report read = MAPPER.readValue(json(full), Report.class);

        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("connections.timeline.stack")
                .isEqualTo(full);
    }

    @Test
    void fields_comeInThePublishedOrder() throws IOException {
        assertThat(tree(Samples.full()).fieldNames())
                .toIterable()
                .containsExactly(
                        "schema",
                        "agent",
                        "jvm",
                        "takenTime",
                        "summary",
                        "findings",
                        "connections",
                        "listeners",
                        "endpoints",
                        "sites",
                        "kernel");
    }

    @Test
    void times_haveMilliseconds() throws IOException {
        JsonNode report = tree(Samples.full());

        assertThat(report.get("takenTime").asText()).isEqualTo("2026-03-04T03:56:00.123Z");
        assertThat(report.at("/jvm/startedTime").asText()).isEqualTo("2026-02-28T23:50:00.000Z");
    }

    @Test
    void unknownValues_areAbsent() throws IOException {
        JsonNode pooled = tree(Samples.full()).at("/connections/1");

        assertThat(pooled.fieldNames())
                .toIterable()
                .doesNotContain("fd", "openedTime", "finAgeMs", "idleBeforeFinMs", "unreadBytes", "lastUse")
                .contains("ageMs", "nowIn", "timeline");
        assertThat(json(Samples.full())).doesNotContain("null");
    }

    @Test
    void stackOfAKernelsStep_isAbsent() throws IOException {
        JsonNode timeline = tree(Samples.full()).at("/connections/0/timeline");

        assertThat(timeline.at("/0/stack").size()).isEqualTo(2);
        assertThat(timeline.get(1).fieldNames()).toIterable().containsExactly("atMs", "event");
    }

    @Test
    void notes_areWrittenOnlyWhenThereAreAny() throws IOException {
        assertThat(tree(Samples.full()).at("/agent/notes/0").asText()).isEqualTo("One thing was lost.");
        assertThat(tree(Samples.leak()).at("/agent/notes").isMissingNode()).isTrue();
    }

    static Stream<Report> reports() {
        return Stream.of(
                Samples.full(),
                Samples.leak(),
                Samples.noFindings(),
                Samples.clean(18, 0, 0, 0),
                new AddressRedactor().redact(Samples.full()));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void report_followsTheSchema(Report report) throws IOException {
        assertThat(schema().validate(tree(report))).isEmpty();
    }

    @Test
    void schema_acceptsFieldsAddedLater() throws IOException {
        JsonNode report = tree(Samples.full());
        ((ObjectNode) report).put("later", 1);
        ((ObjectNode) report.at("/connections/0")).put("later", 1);

        assertThat(schema().validate(report)).isEmpty();
    }

    @Test
    void schema_rejectsAWrongDocument() throws IOException {
        JsonNode report = tree(Samples.full());
        ((ObjectNode) report).put("schema", 2).put("takenTime", "yesterday").remove("sites");
        ((ObjectNode) report.at("/connections/0")).put("state", "CLOSE_WAIT").put("ageMs", "1");
        ((ObjectNode) report.at("/findings/0")).put("severity", "fatal").put("count", -1);

        assertThat(schema().validate(report))
                .extracting(message -> message.getInstanceLocation().toString())
                .containsExactlyInAnyOrder(
                        "$",
                        "$.schema",
                        "$.takenTime",
                        "$.connections[0].state",
                        "$.connections[0].ageMs",
                        "$.findings[0].severity",
                        "$.findings[0].count");
    }

    /** Every field of the model is described, and every described field is one of the model. */
    @Test
    void schema_describesTheModel() throws IOException {
        JsonNode schema = MAPPER.readTree(schemaText());
        JsonNode written = tree(Samples.full());

        assertThat(names(schema.at("/properties"))).isEqualTo(names(written));
        assertThat(names(schema.at("/$defs/agent/properties"))).isEqualTo(names(written.at("/agent")));
        assertThat(names(schema.at("/$defs/jvm/properties"))).isEqualTo(names(written.at("/jvm")));
        assertThat(names(schema.at("/$defs/summary/properties"))).isEqualTo(names(written.at("/summary")));
        Report.Finding traced = Samples.traced(Samples.full().findings().get(0));
        assertThat(names(schema.at("/$defs/finding/properties")))
                .isEqualTo(names(tree(Samples.with(List.of(traced), List.of())).at("/findings/0")));
        assertThat(names(schema.at("/$defs/exemplar/properties")))
                .isEqualTo(names(written.at("/findings/0/exemplars/0")));
        assertThat(names(schema.at("/$defs/connection/properties"))).isEqualTo(names(written.at("/connections/0")));
        assertThat(names(schema.at("/$defs/step/properties")))
                .isEqualTo(names(written.at("/connections/0/timeline/0")));
        assertThat(names(schema.at("/$defs/sharing/properties")))
                .isEqualTo(names(written.at("/connections/0/sharing")));
        assertThat(names(schema.at("/$defs/listener/properties"))).isEqualTo(names(written.at("/listeners/0")));
        assertThat(names(schema.at("/$defs/lastAccept/properties")))
                .isEqualTo(names(written.at("/listeners/0/lastAccept")));
        assertThat(names(schema.at("/$defs/endpoint/properties"))).isEqualTo(names(written.at("/endpoints/0")));
        assertThat(names(schema.at("/$defs/site/properties"))).isEqualTo(names(written.at("/sites/0")));
        assertThat(names(schema.at("/$defs/kernel/properties"))).isEqualTo(names(written.at("/kernel")));
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    @ParameterizedTest
    @MethodSource("io.tcpclose.export.Samples#hostile")
    void hostileStrings_comeBackAsTheyWere(String evil) throws IOException {
        String json = json(Samples.hostile(evil));

        assertThat(json).endsWith("}\n").matches("[ -~]+\n");
        assertThat(MAPPER.readTree(json).at("/findings/0/message").asText()).isEqualTo(evil);
        assertThat(MAPPER.readTree(json).at("/connections/0/lastUse/thread").asText())
                .isEqualTo(evil);
        assertThat(MAPPER.readTree(json)
                        .at("/agent/options")
                        .properties()
                        .iterator()
                        .next()
                        .getKey())
                .isEqualTo(evil);
    }

    @Test
    void tenThousandConnections_areGoneThroughOnceAndNotHeld() throws IOException {
        StreamedConnections connections = new StreamedConnections(10_000, Samples::lost);

        JsonNode read = tree(Samples.with(List.of(), connections));

        assertThat(connections.finished()).isTrue();
        assertThat(read.get("connections")).hasSize(10_000);
    }

    @Test
    void failure_leavesNoDocumentThatLooksWhole() {
        Iterable<Report.Connection> broken = new StreamedConnections(2, id -> {
            throw new IllegalStateException("broken");
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> new JsonReportWriter().write(Samples.with(List.of(), broken), out))
                .hasMessage("broken");
        assertThatThrownBy(() -> MAPPER.readTree(out.toString(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonProcessingException.class);
    }

    private static String json(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonReportWriter().write(report, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode tree(Report report) throws IOException {
        return MAPPER.readTree(json(report));
    }

    private static String schemaText() throws IOException {
        return Files.readString(Path.of("../../docs/report-schema.json"));
    }

    private static JsonSchema schema() throws IOException {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaText());
        assertThat(schema.getSchemaNode().get("$defs")).isNotNull();
        return schema;
    }
}
