package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tcpclose.core.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the writer wrote comes back, and nothing else is taken for a report. */
class JsonReportReaderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void fullReport_comesBackEqual() throws IOException {
        Report written = Samples.full();
        Report read = read(json(written));
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("connections")
                .isEqualTo(written);
        // A step without a stack is written without one.
        assertThat(connections(read))
                .usingRecursiveComparison()
                .ignoringActualNullFields()
                .isEqualTo(connections(written));
        assertThat(json(read)).isEqualTo(json(written));
    }

    @Test
    void connections_canBeGoneThroughTwice() throws IOException {
        Report read = read(json(Samples.leak()));
        assertThat(connections(read)).hasSize(212).isEqualTo(connections(read));
    }

    @Test
    void readReport_isWrittenAsBefore() throws IOException {
        for (Report report : List.of(Samples.leak(), Samples.noFindings(), Samples.clean(3, 0, 0, 0))) {
            assertThat(json(read(json(report)))).isEqualTo(json(report));
        }
    }

    @ParameterizedTest
    @MethodSource
    void hostileStrings_comeBackAsTheyWere(String evil) throws IOException {
        String json = json(Samples.hostile(evil));
        assertThat(json(read(json))).isEqualTo(json);
    }

    @Test
    void laterMinorVersion_isRead() throws IOException {
        String later = json(Samples.full())
                .replace("\"pid\":", "\"container\":{\"id\":[1,{}]},\"pid\":")
                .replaceFirst("\\{", "{\"weather\":[\"fine\"],")
                .replace("\"fd\":", "\"cpu\":1.5,\"fd\":");
        assertThat(json(read(later))).isEqualTo(json(Samples.full()));
    }

    @Test
    void absentMembers_areUnknown() throws IOException {
        Report report = read("{\"schema\":1,\"findings\":[{\"rule\":\"late-close\"},null],\"connections\":[{},null]}");
        assertThat(report.jvm()).isNull();
        assertThat(report.findings()).singleElement().satisfies(f -> assertThat(f.rule())
                .isEqualTo("late-close"));
        assertThat(connections(report)).singleElement().satisfies(c -> assertThat(c.finAgeMs())
                .isNull());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TextReportWriter.forFile(ZoneOffset.UTC).write(report, out);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("tcpclose ?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "nonsense",
                "{}",
                "{\"schema\":1",
                "{\"schema\":1}{}",
                "{\"schema\":\"1\"}",
                "{\"schema\":1,\"jvm\":[]}",
                "{\"schema\":1,\"findings\":{}}",
                "{\"schema\":1,\"findings\":[[]]}",
                "{\"schema\":1,\"takenTime\":\"yesterday\"}",
                "{\"schema\":1,\"summary\":{\"open\":{}}}",
                "{\"schema\":1,\"connections\":[",
                "{\"schema\":1,\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"
            })
    void anythingElse_isRefusedInOneLine(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class).satisfies(e -> assertThat(e.getMessage())
                .doesNotContain("\n"));
    }

    @Test
    void giants_areRefused() {
        String giant = "x".repeat(1 << 17);
        assertThatThrownBy(() -> read("{\"schema\":1,\"jvm\":{\"main\":\"" + giant + "\"}}"))
                .isInstanceOf(IOException.class);
        String many = "{},".repeat(100_001);
        assertThatThrownBy(() -> read("{\"schema\":1,\"sites\":[" + many + "{}]}"))
                .hasMessage("has a list of more than 100000");
    }

    @Test
    void anotherSchema_saysWhatToDo() {
        assertThatThrownBy(() -> read("{\"schema\":2}"))
                .hasMessage("has schema 2, this tcpclose reads 1: take a newer one");
    }

    /** Of the names of members none comes from outside: Jackson reads half a surrogate there as a broken file. */
    static Stream<String> hostileStrings_comeBackAsTheyWere() {
        return Samples.hostile().filter(evil -> !evil.startsWith("lone"));
    }

    private Report read(String json) throws IOException {
        return JsonReportReader.read(Files.writeString(folder.resolve("report.json"), json));
    }

    private static String json(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonReportWriter().write(report, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<Report.Connection> connections(Report report) {
        List<Report.Connection> all = new ArrayList<>();
        report.connections().forEach(all::add);
        return all;
    }
}
