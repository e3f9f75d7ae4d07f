package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the page in a real browser, one for each class. */
abstract class InBrowser {
    static Path file;
    static SavedPage page;
    static Browser browser;

    @BeforeAll
    static void start(@TempDir Path profile) throws Exception {
        assumeTrue(Browser.isInstalled(), "Chromium and its driver are not installed");
        file = LeaksPage.file();
        page = SavedPage.read(file);
        browser = Browser.start(profile);
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

    /** What a test leaves for a person to look at. */
    static Path beside(String name) {
        return file.resolveSibling(name);
    }

    static String url(Path path, String hash) {
        return path.toUri() + "#" + hash;
    }

    /** What the view says of how much it shows. */
    static String count(String view) {
        return browser.text("#panel-" + view + " .count");
    }
}
