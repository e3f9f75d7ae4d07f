package io.tcpclose.export.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page as it was put together by the build. */
class LivePageTest {
    private static String page;

    @BeforeAll
    static void load() throws IOException {
        page = new String(LivePage.bytes(), StandardCharsets.UTF_8);
    }

    private static String inside(String open, String close) {
        int from = page.indexOf(open) + open.length();
        return page.substring(from, page.indexOf(close, from));
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void data_isNotThereYet() {
        assertThat(page).contains("<script type=\"application/json\" id=\"report\"></script>");
        assertThat(page).doesNotContain("@report@", "@policy@", "@style@", "@script@");
    }

    @Test
    void policy_allowsThisScriptAndThisStyleAndNothingElse() throws Exception {
        assertThat(LivePage.contentSecurityPolicy().split("; "))
                .containsExactly(
                        "default-src 'none'",
                        "script-src '" + sha256(inside("<script>", "</script>")) + "'",
                        "style-src '" + sha256(inside("<style>", "</style>")) + "'",
                        "img-src data:",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'none'");
    }

    /** A browser ignores frame-ancestors in a page, and says so. */
    @Test
    void policy_ofThePageItself_isTheHeadersButForFrames() throws IOException {
        String meta = inside("<meta http-equiv=\"Content-Security-Policy\" content=\"", "\"");

        assertThat(meta + "; frame-ancestors 'none'").isEqualTo(LivePage.contentSecurityPolicy());
    }

    private static String sha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void markup_refersToNothingElsewhere() {
        String markup = page.replace(inside("<script>", "</script>"), "").replace(inside("<style>", "</style>"), "");

        assertThat(all("<(script|style)", page)).containsExactly("<style", "<script", "<script");
        assertThat(all("\\b(?:src|href|action|data)=\"[^\"]*\"", markup))
                .containsExactly("href=\"data:,\"", "href=\"#main\"", "href=\"#agent\"");
        assertThat(all("\\s(?:on\\w+|style)=", markup)).isEmpty();
        assertThat(all("https?:|[\"'(=]//", markup)).isEmpty();
    }

    @Test
    void style_loadsNothing() {
        String style = inside("<style>", "</style>");

        assertThat(style).hasSizeGreaterThan(20_000);
        assertThat(all("@import|@font-face|url\\((?!data:)[^)]*|//", style)).isEmpty();
    }

    /** Names of namespaces and the banner of a library are no addresses to load from. */
    @Test
    void script_asksOneAddressAndMakesNoCodeOfText() {
        String script = inside("<script>", "</script>");

        assertThat(script).hasSizeGreaterThan(400_000);
        assertThat(all("https?://[\\w./-]*", script))
                .isSubsetOf("http://www.w3.org/2000/svg", "https://d3js.org/d3-hierarchy/");
        assertThat(all("await fetch\\([^,]*,", script)).containsExactly("await fetch(this.address(),");
        assertThat(all("return location\\.origin[^;]*;", script))
                .containsExactly("return location.origin + location.pathname.replace(/[^/]*$/, '') + 'api/report';");
        assertThat(all("\\beval\\(|new Function|sourceMappingURL|importScripts|\\bimport\\(", script))
                .isEmpty();
        assertThat(script.substring(script.indexOf("'use strict';"))).contains("api/report");
    }

    /** Ant says no more than a line where a part is missing. */
    @Test
    void parts_areAllThere() throws IOException {
        assertThat(page)
                .contains("Copyright (c) 2015-2025 Oli Folkerd", "Copyright 2010-2021 Mike Bostock")
                .contains("Tabulator v6.3.1", "d3-hierarchy/ v3.1.2");
        try (Stream<Path> parts = Files.list(Path.of("src/main/page"))) {
            for (Path part :
                    parts.filter(path -> !path.toString().endsWith(".html")).toList()) {
                assertThat(page).contains(Files.readString(part).strip());
            }
        }
    }

    /** It is in each report, and each time the agent's jar. */
    @Test
    void size_isThatOfOnePicture() {
        assertThat(page.length()).isBetween(500_000, 700_000);
    }
}
