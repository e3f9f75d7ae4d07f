package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.core.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextReportWriterTest {

    private final TextReportWriter file = TextReportWriter.forFile(ZoneOffset.UTC);
    private final TextReportWriter console = TextReportWriter.forConsole(ZoneOffset.UTC);

    @Test
    void finding_looksAsPromised() throws IOException {
        assertThat(written(console, Samples.leak())).isEqualTo(golden("leak.txt"));
    }

    @Test
    void openConnections_areListedWithoutAnyFinding() throws IOException {
        assertThat(written(file, Samples.noFindings())).isEqualTo(golden("no-findings.txt"));
    }

    @Test
    void cleanRun_isOneLine() {
        assertThat(console.lines(Samples.clean(18, 0, 0, 0)))
                .containsExactly("tcpclose: 18 opened, 18 closed, 0 open, 0 findings");
    }

    @Test
    void infoFindings_areCountedInOneLine() {
        assertThat(console.lines(Samples.clean(18, 1, 2, 0)))
                .containsExactly("tcpclose: 18 opened, 17 closed, 1 open, 2 findings of info");
    }

    @Test
    void oneInfoFinding_isOne() {
        assertThat(console.lines(Samples.clean(18, 1, 1, 0)))
                .containsExactly("tcpclose: 18 opened, 17 closed, 1 open, 1 finding of info");
    }

    @Test
    void unreadFins_areNotCountedWhereNothingTellsOfThem() {
        Report seen = Samples.noFindings();
        Report.Agent agent = seen.agent();
        Report unseen = new Report(
                new Report.Agent(
                        agent.version(),
                        agent.options(),
                        agent.hookPoints(),
                        Map.of("close-probe", true),
                        0,
                        List.of()),
                seen.jvm(),
                seen.takenTime(),
                seen.summary(),
                seen.findings(),
                seen.connections(),
                seen.listeners(),
                seen.endpoints(),
                seen.sites(),
                seen.kernel());
        assertThat(file.lines(seen).get(0)).contains("close_wait 1 (noticed 1, unnoticed 0)  ");
        assertThat(file.lines(unseen).get(0)).contains("close_wait 1 noticed  ");
    }

    @Test
    void suppressedFindings_areNotHiddenByOneLine() {
        assertThat(console.lines(Samples.clean(18, 0, 0, 3)))
                .containsExactly("tcpclose: 18 opened, 18 closed, 0 open, 0 findings, 3 suppressed");
    }

    @Test
    void cleanRun_isWrittenInFullToAFile() {
        assertThat(file.lines(Samples.clean(18, 0, 0, 0))).first().asString().startsWith("tcpclose 1.0.0  pid 1 ");
    }

    @Test
    void retractedFinding_isNoFinding() {
        Report clean = Samples.clean(18, 0, 0, 0);
        Report.Finding retracted = Samples.retracted(Samples.finding("fin-unnoticed", "warn", 2));
        Report report = Samples.report(clean.agent(), clean.summary(), List.of(retracted), List.of());

        assertThat(console.lines(report)).containsExactly("tcpclose: 18 opened, 18 closed, 0 open, 0 findings");
        assertThat(file.lines(report))
                .contains("NOTE  1 findings retracted: their connections proved legal")
                .noneMatch(line -> line.contains("fin-unnoticed"));
    }

    @Test
    void findings_areOrderedBySeverityThenCount() {
        List<Report.Finding> findings = List.of(
                Samples.finding("a", "info", 100),
                Samples.finding("b", "warn", 5),
                Samples.finding("c", "error", 1),
                Samples.finding("d", "warn", 50));

        assertThat(file.lines(Samples.with(findings, List.of())))
                .filteredOn(line -> line.contains(" active "))
                .extracting(line -> line.substring(0, 7))
                .containsExactly("ERROR c", "WARN  d", "WARN  b", "INFO  a");
    }

    @Test
    void otherDay_isShownWithItsDate() {
        TextReportWriter tokyo = TextReportWriter.forFile(ZoneId.of("Asia/Tokyo"));
        TextReportWriter denver = TextReportWriter.forFile(ZoneId.of("America/Denver"));

        assertThat(titleOf(tokyo, Samples.leak())).contains("  first 11:11 last 12:04  ");
        assertThat(titleOf(denver, yesterdayInDenver())).contains("  first 2026-03-03 19:11 last 2026-03-03 20:04  ");
    }

    /** Taken five hours later: after midnight there. */
    private static Report yesterdayInDenver() {
        Report leak = Samples.leak();
        return new Report(
                leak.agent(),
                leak.jvm(),
                leak.takenTime().plusSeconds(5 * 3600),
                leak.summary(),
                leak.findings(),
                leak.connections(),
                leak.listeners(),
                leak.endpoints(),
                leak.sites(),
                leak.kernel());
    }

    private static String titleOf(TextReportWriter writer, Report report) {
        return writer.lines(report).get(1);
    }

    @Test
    void lastUse_standsInForAnUnknownOffender() {
        Report.Finding known = Samples.finding("eof-not-closed", "warn", 1, Samples.exemplar(1));
        Report.Finding unknown = new Report.Finding(
                known.rule(),
                known.severity(),
                known.fingerprint(),
                1,
                1,
                0,
                known.firstTime(),
                known.lastTime(),
                null,
                known.message(),
                known.advice(),
                known.suppression(),
                List.of(),
                List.of(),
                null,
                known.exemplars(),
                null,
                null);

        assertThat(file.lines(Samples.with(List.of(unknown), List.of(Samples.lost(1)))))
                .contains("  opened  (no stack)")
                .contains("  last    com.acme.pay.Client.handshake(Client.java:102)  thread pay-3, 52m ago");
    }

    @Test
    void lastUse_ofAnotherThreadIsNotTheOffendersMoment() {
        Report.Finding finding = Samples.finding("eof-not-closed", "warn", 1, Samples.exemplar(1));
        Report.Connection lost = Samples.lost(1);
        Report.LastUse other = new Report.LastUse("reaper", 5, List.of("com.acme.Reaper.run(Reaper.java:1)"));

        assertThat(file.lines(Samples.with(List.of(finding), List.of(Samples.with(other, lost)))))
                .contains("  last    com.acme.pay.Client.handshake(Client.java:102)  thread pay-3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21, 34, 60})
    void lines_neverExceedTheMaximum(int maxLines) {
        TextReportWriter writer = new TextReportWriter(ZoneOffset.UTC, maxLines, true);

        assertThat(writer.lines(crowded())).hasSizeBetween(1, maxLines);
    }

    @Test
    void console_sharesItsLinesBetweenAllParts() {
        List<String> lines = console.lines(crowded());

        assertThat(lines).hasSize(60);
        assertThat(lines).anyMatch(line -> line.startsWith("ERROR rule-0 "));
        assertThat(lines).anyMatch(line -> line.matches("\\.\\.\\. \\d+ more findings \\(\\d+ error 20 warn\\).*"));
        assertThat(lines).anyMatch(line -> line.startsWith("TOP OPENERS "));
        assertThat(lines).contains("OPEN CONNECTIONS  10000");
        assertThat(lines).anyMatch(line -> line.matches("  \\.\\.\\. 99\\d\\d more: .*"));
        assertThat(lines).last().asString().isEqualTo("... 21 more lines");
    }

    /** 40 findings, 30 notes and 10,000 connections of 100 sites. */
    private static Report crowded() {
        List<Report.Finding> findings = IntStream.range(0, 40)
                .mapToObj(i -> Samples.finding("rule-" + i, i < 20 ? "error" : "warn", 100 - i))
                .toList();
        List<String> notes = IntStream.range(0, 30).mapToObj(i -> "note " + i).toList();
        Report with = Samples.with(findings, new StreamedConnections(10_000, Samples::pooled));
        return Samples.report(Samples.agent(notes), with.summary(), findings, with.connections());
    }

    @Test
    void tenThousandConnections_areGoneThroughOnceAndNotHeld() {
        StreamedConnections connections = new StreamedConnections(10_000, Samples::lost);

        List<String> lines = file.lines(Samples.with(List.of(), connections));

        assertThat(connections.finished()).isTrue();
        assertThat(lines).contains("OPEN CONNECTIONS  10000");
        assertThat(lines).last().asString().startsWith("  ... 9000 more: ");
    }

    @Test
    void openConnections_showTheSuspiciousFirst() {
        List<Report.Connection> connections = new ArrayList<>();
        IntStream.range(1, 2000).mapToObj(Samples::pooled).forEach(connections::add);
        connections.add(Samples.unread(4711));

        List<String> lines = file.lines(Samples.with(List.of(), connections));

        assertThat(lines.get(lines.indexOf("OPEN CONNECTIONS  2000") + 2)).startsWith("  4711  ");
    }

    @Test
    void openers_areBounded() {
        List<Report.Connection> crawled = IntStream.range(0, 5000)
                .mapToObj(i -> Samples.lost(i))
                .map(lost -> Samples.to("host-" + lost.id(), lost))
                .toList();

        assertThat(file.lines(Samples.with(List.of(), crawled)))
                .contains("              3000        3000    1h6m  (other) -> (other)");
    }

    @ParameterizedTest
    @MethodSource("io.tcpclose.export.Samples#hostile")
    void hostileStrings_stayInTheirLine(String evil) throws IOException {
        List<String> lines = file.lines(Samples.hostile(evil));

        assertThat(lines).hasSameSizeAs(file.lines(Samples.hostile("harmless")));
        assertThat(written(file, Samples.hostile(evil)).lines()).hasSameSizeAs(lines);
        assertThat(lines).allSatisfy(HostileStrings::assertNeutral);
    }

    private static String written(TextReportWriter writer, Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(report, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = TextReportWriterTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
