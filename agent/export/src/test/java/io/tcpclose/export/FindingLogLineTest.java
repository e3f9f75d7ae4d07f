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

    @Test
    void text_saysWhoWhereAndWhat() {
        assertThat(FindingLogLine.text(FINDING, Samples.TAKEN, ZoneId.of("Asia/Tokyo")))
                .isEqualTo("2026-03-04T12:56:00.123+09:00 tcpclose ERROR collected-without-close  payments:8443"
                        + "  The SocketChannel was garbage-collected while open; the peer's FIN was never read."
                        + "  opened com.acme.pay.Client.connect(Client.java:88)"
                        + "  last com.acme.pay.Client.handshake(Client.java:102)  thread pay-3"
                        + "  10.0.0.5:40002 -> 10.1.2.3:8443  fingerprint 3f9c2a77");
    }

    @Test
    void json_saysTheSame() {
        assertThat(FindingLogLine.json(FINDING, Samples.TAKEN))
                .isEqualTo("{\"time\":\"2026-03-04T03:56:00.123Z\",\"logger\":\"tcpclose\",\"severity\":\"error\","
                        + "\"rule\":\"collected-without-close\",\"endpoint\":\"payments:8443\","
                        + "\"message\":\"The SocketChannel was garbage-collected while open; the peer's FIN was never"
                        + " read.\",\"openedFrame\":\"com.acme.pay.Client.connect(Client.java:88)\","
                        + "\"offendingFrame\":\"com.acme.pay.Client.handshake(Client.java:102)\","
                        + "\"offendingThread\":\"pay-3\",\"fingerprint\":\"3f9c2a77\","
                        + "\"local\":\"10.0.0.5:40002\",\"remote\":\"10.1.2.3:8443\"}");
    }

    @ParameterizedTest
    @MethodSource("io.tcpclose.export.Samples#hostile")
    void hostileStrings_stayInTheirLine(String evil) throws IOException {
        Report.Finding finding = Samples.hostileFinding(evil);

        HostileStrings.assertNeutral(FindingLogLine.text(finding, Samples.TAKEN, ZoneOffset.UTC));
        String json = FindingLogLine.json(finding, Samples.TAKEN);
        HostileStrings.assertNeutral(json);
        JsonNode read = new ObjectMapper().readTree(json);
        assertThat(read.get("remote").asText()).isEqualTo(evil);
        assertThat(read.get("offendingThread").asText()).isEqualTo(evil);
    }
}
