package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FindingLogLineTest {

    private static final Report.Finding FINDING =
            Samples.finding("collected-without-close", "error", 2, Samples.exemplar(1), latest());

    private static Report.Exemplar latest() {
        return new Report.Exemplar(2, "10.0.0.5:40002", "10.1.2.3:8443");
    }

    private static FindingLogEntry found(Report.Finding finding) {
        return FindingLogEntry.found(finding, Samples.TAKEN);
    }

    @Test
    void trace_isNamed() {
        assertThat(FindingLogLine.text(found(Samples.traced(FINDING)), ZoneOffset.UTC))
                .contains("  trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7  ");
    }

    @Test
    void more_isASumAndNamesNoConnection() {
        FindingLogEntry more = new FindingLogEntry(FindingLogEntry.Event.MORE, FINDING, Samples.TAKEN, 41, 60_123);
        assertThat(FindingLogLine.text(more, ZoneOffset.UTC))
                .contains("  ... and 41 more of the same in the last minute  opened com.acme")
                .doesNotContain("10.1.2.3", "pay-3");
        assertThat(FindingLogLine.json(more))
                .contains("\"event\":\"more\"", "\"suppressed\":41,\"windowMs\":60123")
                .doesNotContain("10.1.2.3", "pay-3");
    }

    @Test
    void worse_saysSoAndWhatItWas() {
        FindingLogEntry worse = FindingLogEntry.worse(FINDING, Samples.TAKEN, "warn");
        assertThat(FindingLogLine.text(worse, ZoneOffset.UTC))
                .contains(" ERROR ", "  Has become worse, was warn: The SocketChannel was", "  thread pay-3");
        assertThat(FindingLogLine.json(worse))
                .contains("\"event\":\"worse\"", "\"was\":\"warn\"", "\"offendingThread\":\"pay-3\"");
    }

    @Test
    void retracted_saysHowMany() {
        FindingLogEntry retracted = new FindingLogEntry(FindingLogEntry.Event.RETRACTED, FINDING, Samples.TAKEN, 2, 0);
        assertThat(FindingLogLine.text(retracted, ZoneOffset.UTC))
                .contains("  retracted: 2 of its connections proved legal  ");
        assertThat(FindingLogLine.json(retracted)).contains("\"event\":\"retracted\"", "\"retracted\":2");
    }

    @Test
    void text_saysWhoWhereAndWhat() {
        assertThat(FindingLogLine.text(found(FINDING), ZoneId.of("Asia/Tokyo")))
                .isEqualTo("2026-03-04T12:56:00.123+09:00 tcpclose ERROR collected-without-close  payments:8443"
                        + "  The SocketChannel was garbage-collected while open; the peer's FIN was never read."
                        + "  opened com.acme.pay.Client.connect(Client.java:88)"
                        + "  last com.acme.pay.Client.handshake(Client.java:102)  thread pay-3"
                        + "  10.0.0.5:40002 -> 10.1.2.3:8443  x2  fingerprint 3f9c2a77");
    }

    @Test
    void json_saysTheSame() {
        assertThat(FindingLogLine.json(found(Samples.traced(FINDING))))
                .isEqualTo(
                        "{\"time\":\"2026-03-04T03:56:00.123Z\",\"logger\":\"tcpclose\",\"event\":\"found\",\"severity\":\"error\","
                                + "\"rule\":\"collected-without-close\",\"endpoint\":\"payments:8443\","
                                + "\"message\":\"The SocketChannel was garbage-collected while open; the peer's FIN was never"
                                + " read.\",\"count\":2,\"openedFrame\":\"com.acme.pay.Client.connect(Client.java:88)\","
                                + "\"offendingFrame\":\"com.acme.pay.Client.handshake(Client.java:102)\","
                                + "\"fingerprint\":\"3f9c2a77\",\"offendingThread\":\"pay-3\","
                                + "\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"spanId\":\"00f067aa0ba902b7\","
                                + "\"local\":\"10.0.0.5:40002\",\"remote\":\"10.1.2.3:8443\"}");
    }

    @ParameterizedTest
    @MethodSource("io.tcpclose.export.Samples#hostile")
    void hostileStrings_stayInTheirLine(String evil) throws IOException {
        Report.Finding finding = Samples.hostileFinding(evil);

        HostileStrings.assertNeutral(FindingLogLine.text(found(finding), ZoneOffset.UTC));
        String json = FindingLogLine.json(found(finding));
        HostileStrings.assertNeutral(json);
        JsonNode read = new ObjectMapper().readTree(json);
        assertThat(read.get("remote").asText()).isEqualTo(evil);
        assertThat(read.get("offendingThread").asText()).isEqualTo(evil);
    }
}
