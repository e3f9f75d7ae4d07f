package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.metrics.TwoEnds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The report of a real program as a page, opened from disk and live in a real browser. */
class PageIT extends InBrowser {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        browser.screenshot(beside("findings.png"));
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
        browser.screenshot(beside("life-line.png"));
        browser.press(Keys.ESCAPE);
        browser.await("the drawer is closed", () -> browser.all("#detail").isEmpty());
        assertThat(browser.all(".finding")).isNotEmpty();
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

    /** The agent's own port: the numbers follow the JVM until it has ended, which is told. */
    @Test
    void livePage_followsTheJvm() throws Exception {
        try (Forked app = serving("page-live", "http=0,probe.interval=100ms")) {
            browser.open(pageUrl(app) + "#connections");
            browser.await("both ends are listed", () -> count("connections").contains("2"));
            assertThat(browser.text("#program")).contains("TwoEnds");
            assertThat(browser.text("#freshness")).startsWith("data from");
            String before = browser.text("#freshness");
            browser.await(
                    "it refreshes",
                    () -> !before.equals(browser.one("#freshness").getText()));
            browser.click("#pause");
            assertThat(browser.text("#freshness")).startsWith("Paused");

            app.send("0");
            assertThat(app.exitCode(PATIENCE)).isZero();
            browser.click("#pause");
            browser.await("failure is said", () -> browser.text("#freshness")
                    .startsWith("Refresh failed: Failed to fetch; data from"));
            assertThat(count("connections")).contains("2");
            browser.problems();
        }
    }

    /** The browser asks for it, and sends it with each refresh. */
    @Test
    void livePage_withToken_isOpenedByItAsPassword() throws Exception {
        Path token = Files.writeString(Stage.folder("page-token", Jdk.running()).resolve("token"), "sesame");
        try (Forked app = serving("page-token", "http=0,probe.interval=100ms,http.token-file=" + token)) {
            String url = pageUrl(app);
            browser.open(url);
            assertThat(browser.problems()).anyMatch(problem -> problem.contains("status of 401"));

            browser.open(url.replace("http://", "http://me:sesame@") + "#connections");
            browser.await("both ends are listed", () -> count("connections").contains("2"));
        }
    }

    private static Forked serving(String folder, String options) throws Exception {
        Forked app =
                Fork.of(Jdk.running()).agent(options).main(TwoEnds.class).start(Stage.folder(folder, Jdk.running()));
        app.await("READY", PATIENCE);
        return app;
    }

    private static String pageUrl(Forked app) throws Exception {
        String line = Service.awaitError(app, "tcpclose: metrics at ");
        return line.substring(line.indexOf("http://", 1));
    }
}
