package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.core.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRedactorTest {

    private final AddressBook book = new AddressBook(Integer.MAX_VALUE);
    private final AddressRedactor redactor = new AddressRedactor();

    @Test
    void addressesBeyondTheMost_shareOneAlias() {
        AddressBook small = new AddressBook(2);
        assertThat(small.endpoint("10.0.0.1:1")).isEqualTo("addr-1:1");
        assertThat(small.endpoint("db:1")).isEqualTo("addr-2:1");
        assertThat(small.endpoint("10.0.0.3:1")).isEqualTo("addr-other:1");
        assertThat(small.text("db and 10.0.0.1 and 10.0.0.4")).isEqualTo("addr-2 and addr-1 and addr-other");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3:443, addr-1:443",
        "127.0.0.1:40000, addr-1:40000",
        "0.0.0.0:8080, addr-1:8080",
        "[::1]:8080, addr-1:8080",
        "0:0:0:0:0:0:0:1:8080, addr-1:8080",
        "[fe80::1%eth0]:80, addr-1:80",
        "fe80:0:0:0:0:0:0:1%eth0:80, addr-1:80",
        "::1, addr-1",
        "db.internal:5432, addr-1:5432",
        "db, addr-1",
        "*:8080, *:8080",
        "listener:8080, listener:8080",
        ":8080, :8080"
    })
    void endpoint_losesItsHostAndKeepsItsPort(String endpoint, String expected) {
        assertThat(book.endpoint(endpoint)).isEqualTo(expected);
    }

    @Test
    void sameAddress_isTheSameAliasHoweverItIsSpelt() {
        assertThat(List.of("[::1]:1", "0:0:0:0:0:0:0:1:1", "[0::0001]:1", "[::1%lo]:1"))
                .extracting(book::endpoint)
                .containsOnly("addr-1:1");
        assertThat(List.of("10.1.2.3:1", "[::ffff:10.1.2.3]:1", "[::FFFF:a01:203]:1"))
                .extracting(book::endpoint)
                .containsOnly("addr-2:1");
        assertThat(List.of("DB.internal:1", "db.INTERNAL:1"))
                .extracting(book::endpoint)
                .containsOnly("addr-3:1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RMI TCP Connection(2)-127.0.0.1 | RMI TCP Connection(2)-addr-2",
                "http-nio-10.0.0.1-exec-3 | http-nio-addr-2-exec-3",
                "OkHttp db.internal | OkHttp addr-1",
                "pool-DB.internal-1 | pool-addr-1-1",
                "peer db.internal:5432 left. | peer addr-1:5432 left.",
                "the peer was db.internal. | the peer was addr-1.",
                "to [::1]:80 and 10.0.0.1:80 | to addr-2:80 and addr-3:80",
                "to fe80::1%eth0 | to addr-2",
                "my.db.internal stays | my.db.internal stays",
                "com.acme.Dao.open(Dao.java:12) | com.acme.Dao.open(Dao.java:12)",
                "at 03:04:05 Foo::bar version 1.2.3 | at 03:04:05 Foo::bar version 1.2.3",
                "999.1.2.3 | 999.1.2.3",
                "$1 \\ stays | $1 \\ stays"
            })
    void text_losesAddressesAndKnownNames(String text, String expected) {
        book.endpoint("db.internal:5432");

        assertThat(book.text(text)).isEqualTo(expected);
    }

    @Test
    void text_losesNamesBeyondAscii() {
        book.endpoint("zürich.example:443");

        assertThat(book.text("OkHttp Zürich.example")).isEqualTo("OkHttp addr-1");
    }

    @Test
    void report_holdsNoAddressInAnyForm() throws IOException {
        for (ReportWriter writer : List.of(new JsonReportWriter(), TextReportWriter.forFile(ZoneOffset.UTC))) {
            String plain = written(writer, talkative());
            String redacted = written(writer, new AddressRedactor().redact(talkative()));

            assertThat(plain).containsPattern("10\\.\\d+\\.\\d+\\.\\d+").contains("db.internal", "payments:8443");
            assertThat(redacted)
                    .doesNotContainPattern("\\d+\\.\\d+\\.\\d+\\.\\d+")
                    .doesNotContain("db.internal", "payments", "orders-7d9f", "otel.internal", "ops.internal");
        }
    }

    @Test
    void report_isConsistentFromPartToPart() {
        Report redacted = redactor.redact(talkative());
        List<Report.Connection> connections = new ArrayList<>();
        redacted.connections().forEach(connections::add);
        Report.Finding finding = redacted.findings().get(0);

        assertThat(finding.endpoint()).isEqualTo(redacted.endpoints().get(0).endpoint());
        assertThat(finding.endpoint()).isEqualTo(connections.get(0).remoteHost() + ":8443");
        assertThat(finding.message()).contains(connections.get(0).remote()).contains(finding.endpoint());
        assertThat(finding.exemplars().get(0).remote())
                .isEqualTo(connections.get(0).remote());
        assertThat(connections.get(1).remoteHost())
                .isNotEqualTo(connections.get(0).remoteHost());
        assertThat(finding.fingerprint()).isEqualTo("3f9c2a77");
        assertThat(finding.openedStack()).isEqualTo(Samples.OPENED);
    }

    @Test
    void options_loseTheirHosts() {
        assertThat(redactor.redact(talkative()).agent().options().values().stream()
                        .map(Report.OptionValue::value))
                .allMatch(value -> value.matches("[^.]*(addr-\\d[^.]*)?"))
                .anyMatch(value -> value.matches("https://addr-\\d:4318/v1"))
                .anyMatch(value -> value.matches("addr-\\d:9404"))
                .anyMatch(value -> value.matches("port:5432;peer:addr-\\d/8;host:addr-\\d"))
                .contains("application:orders;env:prod");
    }

    @Test
    void connections_areMappedOneAtATime() {
        StreamedConnections connections = new StreamedConnections(10_000, Samples::lost);

        Report redacted = redactor.redact(Samples.with(List.of(), connections));

        assertThat(connections.finished()).isFalse();
        redacted.connections()
                .forEach(connection -> assertThat(connection.remote()).startsWith("addr-"));
        assertThat(connections.finished()).isTrue();
    }

    /** Addresses wherever a report can hold one. */
    private static Report talkative() {
        Report.Finding finding = Samples.finding("eof-not-closed", "warn", 1, Samples.exemplar(1));
        Report.Finding talkative = new Report.Finding(
                finding.rule(),
                finding.severity(),
                finding.fingerprint(),
                1,
                1,
                0,
                finding.firstTime(),
                finding.lastTime(),
                finding.endpoint(),
                "10.1.2.3:8443 (payments:8443) has gone.",
                "ask payments",
                "eof-not-closed peer:10.1.2.3 # why",
                finding.openedStack(),
                finding.offendingStack(),
                "OkHttp payments",
                finding.exemplars(),
                null,
                null);
        Report.LastUse use = new Report.LastUse("RMI TCP Connection(2)-10.1.2.3", 5, List.of());
        Map<String, Report.OptionValue> options = Map.of(
                "otlp", new Report.OptionValue("https://otel.internal:4318/v1", "argument"),
                "http", new Report.OptionValue("ops.internal:9404", "argument"),
                "include", new Report.OptionValue("port:5432;peer:10.0.0.0/8;host:db*.internal", "file"),
                "tags", new Report.OptionValue("application:orders;env:prod", "file"));
        Report.Agent plain = Samples.agent(List.of("No FIN of 10.1.2.3 was seen."));
        Report.Agent agent =
                new Report.Agent("1.0.0", options, plain.hookPoints(), plain.capabilities(), 0, plain.notes());
        Report with = Samples.with(
                List.of(talkative), List.of(Samples.with(use, Samples.lost(1)), Samples.pooled(2), Samples.unread(3)));
        return Samples.report(agent, with.summary(), with.findings(), with.connections());
    }

    private static String written(ReportWriter writer, Report report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(report, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
