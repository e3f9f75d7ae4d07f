package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private static final List<Exception> FAILURES = List.of(new IOException("refused"), new IOException("again"));

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Complaints complaints = new Complaints(new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void scenarioThatFailsInManyRounds_isToldOnce() {
        for (int round = 1; round <= Complaints.SILENT_ROUNDS; round++) {
            complaints.hear(round, "late-close", FAILURES);
        }
        assertThat(told()).containsExactly("demo-app: late-close failed in round 1: java.io.IOException: refused");
    }

    @Test
    void scenarioThatStillFails_isToldAgainAfterLong() {
        complaints.hear(1, "late-close", FAILURES);
        complaints.hear(1 + Complaints.SILENT_ROUNDS, "late-close", FAILURES);
        assertThat(told()).hasSize(2);
    }

    @Test
    void scenarios_areToldOfEachByItself() {
        complaints.hear(1, "late-close", FAILURES);
        complaints.hear(1, "idle-pool", FAILURES);
        assertThat(told()).hasSize(2);
    }

    @Test
    void success_isNotToldOf() {
        complaints.hear(1, "late-close", List.of());
        assertThat(told()).isEmpty();
    }

    private List<String> told() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
