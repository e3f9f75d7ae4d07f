package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page of a real report with other data in it: many, hostile, rare. */
class PageDataIT extends InBrowser {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Two seconds are the promise; what is measured goes from the start of the load to the first rows and their count. */
    @Test
    void tenThousandConnections_areThereWithinTwoSeconds() throws IOException {
        Path large = page.with(many(10_000)).writeTo(beside("large.html"));

        browser.open(url(large, "connections"));

        browser.await("all are counted", () -> count("connections").equals("10,000 connections"));
        double millis = ((Number) browser.script("return performance.getEntriesByName('tcpclose-rows')[0].startTime"))
                .doubleValue();
        assertThat(millis).isBetween(1.0, 2_000.0);
        assertThat(browser.all(".tabulator-row")).hasSizeBetween(5, 200);
        browser.script("document.querySelector('.tabulator-tableholder').scrollTop = 1e9");
        browser.await("the youngest is last", () -> browser.texts(".tabulator-cell[tabulator-field=id]")
                .contains("10000"));
        browser.script("dispatchEvent(new Event('beforeprint'))");
        assertThat(browser.script("return document.querySelectorAll('.print-only tbody tr').length"))
                .isEqualTo(200L);
        assertThat(browser.script("return document.querySelector('.print-only p').textContent"))
                .isEqualTo("9,800 more connections are not printed; the downloads have them all.");
        browser.script("dispatchEvent(new Event('afterprint'))");
        browser.type("#panel-connections .search", "#4711");
        browser.await("one is found", () -> count("connections").startsWith("1 of 10,000"));
        browser.screenshot(beside("large.png"));
    }

    /** Sound connections like those of the program, the oldest with the lowest number. */
    private static ObjectNode many(int count) {
        ObjectNode report = page.report();
        JsonNode model = null;
        for (JsonNode connection : report.get("connections")) {
            if (connection.get("inbound").asText().equals("open")
                    && connection.get("outbound").asText().equals("open")) model = connection;
        }
        ArrayNode connections = report.putArray("connections");
        for (int id = 1; id <= count; id++) {
            connections.add(((ObjectNode) model.deepCopy()).put("id", id).put("ageMs", 1_000_000L - id));
        }
        return report;
    }

    @Test
    void hostileStrings_areText() throws IOException {
        String evil =
                "<img src=x onerror=\"document.title='broken'\"></script><script>document.title='broken'</script>";
        ObjectNode report = page.report();
        report.withObject("/jvm").put("main", evil);
        for (JsonNode finding : report.get("findings"))
            ((ObjectNode) finding).put("message", evil).put("rule", evil);
        for (JsonNode connection : report.get("connections")) {
            ((ObjectNode) connection).put("remoteHost", evil).put("state", evil);
            ((ObjectNode) connection).putArray("openedStack").add(evil);
        }
        Path hostile = page.with(report).writeTo(beside("hostile.html"));

        for (String view :
                new String[] {"findings", "connections", "states", "flame", "endpoints", "agent", "connection-1"}) {
            browser.open(url(hostile, view));
            browser.one("#facts");
            assertThat(browser.script("return document.title").toString()).startsWith("tcpclose · <img");
            assertThat(browser.script("return document.querySelectorAll('img, main script').length"))
                    .isEqualTo(0L);
        }
    }

    @Test
    void downloads_areTheReport() throws IOException {
        ObjectNode report = page.report();
        ((ObjectNode) report.at("/connections/0")).put("remoteHost", "=1+1,\"two\"");
        Path saved = page.with(report).writeTo(beside("downloads.html"));
        browser.open(url(saved, "findings"));

        JsonNode json = JSON.readTree(download("json"));
        String csv = download("csv");
        String collapsed = download("collapsed");

        assertThat(json).isEqualTo(report);
        assertThat(csv.lines()).hasSize(24).anyMatch(line -> line.contains(",\"'=1+1,\"\"two\"\"\","));
        assertThat(collapsed.lines())
                .anyMatch(line -> line.matches("(.*;)?io.tcpclose.it.story.Leaks.main\\(Leaks.java:\\d+\\) 20"))
                .anyMatch(line -> line.matches(".*Leaks.main\\(.*;io.tcpclose.it.story.Leaks\\$First.leak\\(.* 1"));
    }

    private static String download(String form) throws IOException {
        Path target = Files.createTempDirectory(file.getParent(), "download");
        browser.downloadTo(target);
        browser.click("#download summary");
        browser.click("[data-form=" + form + "]");
        browser.await("the file is there", () -> whole(target).isPresent());
        return Files.readString(whole(target).orElseThrow().toPath());
    }

    /** Until it is whole it has another name, and an empty file holds its own. */
    private static Optional<File> whole(Path directory) {
        return Arrays.stream(Objects.requireNonNull(directory.toFile().listFiles()))
                .filter(file -> file.getName().startsWith("tcpclose-")
                        && !file.getName().endsWith(".crdownload")
                        && file.length() > 0)
                .findFirst();
    }

    @Test
    void trace_isShownWhereTheFindingHasOne() throws IOException {
        ObjectNode report = page.report();
        ((ObjectNode) report.at("/findings/0"))
                .put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736")
                .put("spanId", "00f067aa0ba902b7");

        browser.open(url(page.with(report).writeTo(beside("traced.html")), "findings"));

        assertThat(browser.text(".finding")).contains("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
        assertThat(browser.texts(".finding").stream().filter(text -> text.contains("Trace")))
                .hasSize(1);
    }

    /** The page has the state machine once more, in its own language. */
    @Test
    void lifeLines_turnAndWordTheStepsAsTheStateTable() throws IOException {
        StateTable table = StateTable.read();
        ObjectNode report = page.report();
        ArrayNode connections = report.putArray("connections");
        table.cells().forEach(cell -> connections.add(cell.connection(connections.size() + 1, page.report())));
        assertThat(connections).hasSizeGreaterThan(400);

        browser.open(url(page.with(report).writeTo(beside("cells.html")), "findings"));
        browser.one("#facts");
        List<?> wrong = (List<?>) browser.runAsync(
                """
                const wrong = [], next = () => new Promise(done => addEventListener('hashchange', () => done(), {once: true}));
                for (let id = 1; id <= arguments[0]; id++) {
                  const there = next();
                  location.hash = '#connection-' + id;
                  await there;
                  const detail = document.getElementById('detail');
                  if (detail.querySelectorAll('.now').length !== 1 || detail.querySelector('.now.other')) wrong.push(id);
                  const words = [...detail.querySelectorAll('.steps .muted')].pop().textContent;
                  if (words !== arguments[1][id - 1]) wrong.push(id + ': ' + words);
                }
                return wrong;""",
                connections.size(),
                table.cells().stream().map(StateTable.Cell::meaning).toList());
        assertThat(wrong.stream().map(Object::toString)).isEmpty();
    }
}
