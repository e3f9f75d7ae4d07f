package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.page.HtmlReportWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlReportWriterTest {
    private static final String DATA = "<script type=\"application/json\" id=\"report\">";
    private static final String END = "</script>";

    @Test
    void data_isTheReportOfTheJsonWriter() throws IOException {
        assertThat(data(html(Samples.full()))).isEqualTo(new ObjectMapper().readTree(json(Samples.full())));
    }

    static Stream<String> hostile() {
        return Stream.concat(
                Samples.hostile(),
                Stream.of(
                        "</script><script>alert(1)</script>",
                        "<!--<script>",
                        "-->",
                        "</SCRIPT\n>",
                        "<",
                        "@report@ @policy@",
                        "]]>",
                        "\u2028</style>\u2029"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileStrings_endNothingAndComeBackAsTheyWere(String evil) throws IOException {
        String page = html(Samples.hostile(evil));

        assertThat(around(page)).isEqualTo(around(html(Samples.full())));
        assertThat(between(page)).doesNotContain("<").matches("[ -~]+\n");
        assertThat(between(page).replace("\\u003c", "<")).isEqualTo(json(Samples.hostile(evil)));
    }

    @Test
    void lessThan_isReadBackFromItsEscape() throws IOException {
        String evil = "</script><!--";

        assertThat(data(html(Samples.hostile(evil))).at("/findings/0/message").asText())
                .isEqualTo(evil);
    }

    @Test
    void tenThousandConnections_areGoneThroughOnceAndNotHeld() throws IOException {
        StreamedConnections connections = new StreamedConnections(10_000, Samples::lost);

        JsonNode read = data(html(Samples.with(List.of(), connections)));

        assertThat(connections.finished()).isTrue();
        assertThat(read.get("connections")).hasSize(10_000);
    }

    @Test
    void failure_leavesNoPageThatLooksWhole() {
        Iterable<Report.Connection> broken = new StreamedConnections(2, id -> {
            throw new IllegalStateException("broken");
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> new HtmlReportWriter().write(Samples.with(List.of(), broken), out))
                .hasMessage("broken");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(DATA).doesNotContain("</html>");
    }

    private static String html(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HtmlReportWriter().write(report, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String json(Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonReportWriter().write(report, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode data(String page) throws IOException {
        return new ObjectMapper().readTree(between(page));
    }

    /** As a browser finds it: up to the first end tag. */
    private static String between(String page) {
        int from = page.indexOf(DATA) + DATA.length();
        return page.substring(from, page.indexOf(END, from));
    }

    private static String around(String page) {
        return page.replace(between(page), "");
    }
}
