package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tcpclose.it.metrics.TwoEnds;
import io.tcpclose.it.story.Leaks;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The report of a real program as a page, opened from disk and live in a real browser. */
class PageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path folder;
    private static Path file;
    private static SavedPage page;
    private static Browser browser;

    @BeforeAll
    static void makeReport(@TempDir Path profile) throws Exception {
        assumeTrue(Browser.isInstalled(), "Chromium and its driver are not installed");
        folder = Stage.folder("page", Jdk.running());
        file = folder.resolve("report.html");
        runLeaks();
        page = SavedPage.read(file);
        browser = Browser.start(profile);
    }

    /** Two connections read to their end and kept, one half-closed and kept, twenty sound ones. */
    private static void runLeaks() throws Exception {
        AgentConfig config = AgentConfig.in(folder)
                .set("report", file.toString())
                .set("probe.interval", "100ms")
                .set("rule.eof-not-closed.after", "200ms")
                .set("rule.half-close-stuck.after", "200ms");
        try (Peer peer = Peer.start(folder.resolve("peer"))) {
            String[] args = {
                "" + peer.listen("push:3 close"), "" + peer.listen("push:3 close"), "" + peer.listen("drain hold"), "20"
            };
            Fork fork = Fork.of(Jdk.running()).agent(config.argument()).main(Leaks.class, args);
            try (Forked app = fork.start(folder)) {
                app.await("HOLD", PATIENCE);
                awaitFindings(app, 3);
                app.send("RELEASE");
                assertThat(app.exitCode(PATIENCE)).isZero();
            }
        }
    }

    private static void awaitFindings(Forked app, int count) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            if (app.stderr().stream()
                            .filter(line -> line.contains("  fingerprint "))
                            .count()
                    >= count) return;
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("not so many findings: " + app.stderr());
    }

    @AfterAll
    static void stop() {
        if (browser != null) browser.close();
    }

    /** Whatever a test does: no error, no failed load, no violation of the page's policy. */
    @AfterEach
    void nothingWentWrong() {
        assertThat(browser.problems()).isEmpty();
    }

    private static String url(Path path, String hash) {
        return path.toUri() + "#" + hash;
    }

    private static String count(String view) {
        return browser.text("#panel-" + view + " .count");
    }

    @Test
    void file_isItsOwnersAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void findings_areShownInWords() throws IOException {
        browser.open(url(file, ""));

        assertThat(browser.text("#program")).contains("Leaks");
        assertThat(browser.text("#facts")).contains("open 23", "close_wait 2 (noticed 2, unnoticed 0)");
        for (JsonNode finding : page.report().get("findings")) {
            assertThat(browser.texts(".finding .message"))
                    .contains(finding.get("message").asText());
        }
        assertThat(browser.texts(".finding h3")).contains("eof-not-closed", "half-close-stuck");
        assertThat(browser.text(".finding")).contains("Leaks$First.leak(Leaks.java:", "# why");
        browser.screenshot(folder.resolve("findings.png"));
    }

    @Test
    void filters_narrowTheFindings() {
        browser.open(url(file, "findings"));
        int all = browser.all(".finding").size();

        browser.click("[data-severity=info]");
        assertThat(browser.all(".finding")).hasSizeLessThan(all);
        browser.click("[data-severity=info]");
        browser.type("#panel-findings .search", "half-close-stuck");
        assertThat(browser.texts(".finding h3")).containsExactly("half-close-stuck");
        assertThat(count("findings")).startsWith("1 of " + all);
        browser.type("#panel-findings .search", "no such word");
        assertThat(browser.text("#panel-findings .empty")).startsWith("No finding");
    }

    @Test
    void evidence_leadsToALifeLineAndAStack() throws IOException {
        browser.open(url(file, "findings"));

        browser.click(".finding .exemplar");

        assertThat(browser.text("#detail-title")).startsWith("Connection #");
        assertThat(browser.texts(".life-line text.step")).contains("1 opened", "2 connected", "3 eof", "report");
        assertThat(browser.texts(".life-line .bar.eof + text")).containsExactly("eof");
        assertThat(browser.texts("#detail .stack[open] li")).isEmpty();
        browser.click("#detail .stack summary");
        assertThat(browser.texts("#detail .stack[open] li"))
                .anyMatch(frame -> frame.startsWith("io.tcpclose.it.story.Leaks$First.leak(Leaks.java:"))
                .anyMatch(frame -> frame.startsWith("io.tcpclose.it.story.Leaks.main(Leaks.java:"));
        browser.screenshot(folder.resolve("life-line.png"));
        browser.press(Keys.ESCAPE);
        browser.await("the drawer is closed", () -> browser.all("#detail").isEmpty());
        assertThat(browser.all(".finding")).isNotEmpty();
    }

    @Test
    void trace_isShownWhereTheFindingHasOne() throws IOException {
        ObjectNode report = page.report();
        ((ObjectNode) report.at("/findings/0"))
                .put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736")
                .put("spanId", "00f067aa0ba902b7");

        browser.open(url(page.with(report).writeTo(folder.resolve("traced.html")), "findings"));

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

        browser.open(url(page.with(report).writeTo(folder.resolve("cells.html")), "findings"));
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

    @Test
    void stateDiagram_filtersTheTable() {
        browser.open(url(file, "states"));

        assertThat(browser.text(".node.close_wait .node-count")).isEqualTo("2");
        browser.click(".node.close_wait");
        browser.await("the table shows those", () -> count("connections").startsWith("2 of "));
        assertThat(browser.texts(".tabulator-row .word.close_wait")).hasSize(2);
    }

    @Test
    void flameGraph_isAsWideAsTheConnections() {
        browser.open(url(file, "flame"));

        assertThat(browser.text(".flame-info")).startsWith("23 open connections");
        browser.click(".check input");
        assertThat(browser.text(".flame-info")).startsWith("2 open connections in CLOSE_WAIT");
        assertThat(browser.texts(".frame")).anyMatch(frame -> frame.startsWith("Leaks$First.leak"));
    }

    @Test
    void keyboard_isEnough() {
        browser.open(url(file, "findings"));
        browser.one(".finding");

        browser.script("document.getElementById('tab-findings').focus()");
        browser.press(Keys.ARROW_RIGHT);
        browser.await("the next tab", () -> !browser.all("#panel-connections").isEmpty());
        browser.one(".tabulator-row");
        browser.press("/");
        browser.press("Leaks$Third");
        browser.await("one is left", () -> count("connections").startsWith("1 of "));
        browser.script("document.querySelector('.tabulator-row').focus()");
        browser.press(Keys.ENTER);
        assertThat(browser.texts(".life-line text.step")).contains("3 shutdown-output");
        browser.press(Keys.ESCAPE);
        browser.await("the drawer is closed", () -> browser.all("#detail").isEmpty());
    }

    @Test
    void theme_isTheSystemsUntilItIsChosen() {
        browser.prefer("dark");
        browser.open(url(file, "findings"));
        Object dark = background();
        browser.click("#theme");
        Object light = background();

        assertThat(dark).isEqualTo("rgb(15, 20, 26)");
        assertThat(light).isEqualTo("rgb(245, 246, 248)");
        browser.click("#theme");
        assertThat(background()).isEqualTo(dark);
        browser.script("localStorage.clear()");
        browser.prefer("light");
    }

    private static Object background() {
        return browser.script("return getComputedStyle(document.documentElement).backgroundColor");
    }

    /** Two seconds are the promise; what is measured goes from the start of the load to the first rows and their count. */
    @Test
    void tenThousandConnections_areThereWithinTwoSeconds() throws IOException {
        Path large = page.with(many(10_000)).writeTo(folder.resolve("large.html"));

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
        browser.screenshot(folder.resolve("large.png"));
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
    void downloads_areTheReport() throws IOException {
        ObjectNode report = page.report();
        ((ObjectNode) report.at("/connections/0")).put("remoteHost", "=1+1,\"two\"");
        Path saved = page.with(report).writeTo(folder.resolve("downloads.html"));
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
        Path target = Files.createTempDirectory(folder, "download");
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
        Path hostile = page.with(report).writeTo(folder.resolve("hostile.html"));

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
    void livePage_refreshesPausesAndAsksForTheToken() throws Exception {
        try (LiveServer server = LiveServer.of(page, "open sesame")) {
            browser.open(server.url());
            browser.type("#token", "wrong");
            browser.press(Keys.ENTER);
            browser.await("asked again", () -> browser.text("#freshness").contains("not accepted"));
            browser.problems();

            browser.type("#token", "open sesame");
            browser.press(Keys.ENTER);
            assertThat(browser.text(".finding h3")).isNotEmpty();
            assertThat(browser.text("#freshness")).startsWith("data from");
            browser.script("sessionStorage.clear()");

            server.fail("busy, ask again");
            browser.click("#pause");
            assertThat(browser.text("#freshness")).startsWith("Paused");
            browser.click("#pause");
            browser.await("failure is said", () -> browser.text("#freshness")
                    .startsWith("Refresh failed: 503 busy, ask again; data from"));
            assertThat(browser.all(".finding")).isNotEmpty();
            browser.problems();
        }
    }

    /** The agent's own port: no token on loopback, and the numbers follow the JVM. */
    @Test
    void livePage_ofTheAgent_followsTheJvm() throws Exception {
        Fork fork = Fork.of(Jdk.running()).agent("http=0,probe.interval=100ms").main(TwoEnds.class);
        try (Forked app = fork.start(folder.resolve("live"))) {
            app.await("READY", PATIENCE);
            String line = Service.awaitError(app, "tcpclose: metrics at ");
            browser.open(line.substring(line.indexOf("live page at ") + "live page at ".length()) + "#connections");

            browser.await("both ends are listed", () -> count("connections").contains("2"));
            assertThat(browser.text("#program")).contains("TwoEnds");
            assertThat(browser.text("#freshness")).startsWith("data from");
            Object before = browser.script("return document.querySelector('#freshness').textContent");
            browser.await(
                    "it refreshes",
                    () -> !before.equals(browser.script("return document.querySelector('#freshness').textContent")));
            browser.click("#pause");
            assertThat(browser.text("#freshness")).startsWith("Paused");
        }
    }
}
