package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tcpclose.demo.ProcNet.End;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The misuse is real: the kernel says so while the demo holds it. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KernelStateIT {
    private static final int IDLE_GROWING_FIRES_AT = 8;
    private static final int CHURN_IN_TWO_SECONDS = 100;

    @ParameterizedTest
    @CsvSource({
        "eof-not-closed, CLOSE_WAIT",
        "late-close, CLOSE_WAIT",
        "half-close-stuck, FIN_WAIT_2",
        "closed-but-registered, FIN_WAIT_2",
        "collected-without-close, ESTABLISHED",
        "open-at-exit, ESTABLISHED",
        "open-at-exit-unread, ESTABLISHED",
        "idle-pool, ESTABLISHED",
        "fin-unnoticed, CLOSE_WAIT",
        "peer-vanished, ESTABLISHED",
        "shutdown-input-data-lost, ESTABLISHED",
        "foreign-shutdown, FIN_WAIT_2",
        "fin-withheld, ESTABLISHED",
        "untracked-sockets, ESTABLISHED"
    })
    void heldState_isSeenByTheKernel(String name, String state) throws Exception {
        try (DemoRun run = held(name)) {
            await().untilAsserted(() -> assertThat(held(run)).isNotEmpty().allSatisfy(end -> assertThat(end.state())
                    .isEqualTo(state)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"done-not-closed", "opened-never-connected"})
    void descriptorWithoutConnection_isInNoTable(String name) throws Exception {
        try (DemoRun run = held(name)) {
            await().untilAsserted(() -> assertThat(ProcNet.socketsOf(run.pid()))
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(ProcNet.sockets()));
        }
    }

    /** The FIN counts as one until end-of-file is read. */
    @Test
    void unnoticedFin_isInTheQueue() throws Exception {
        try (DemoRun run = held("fin-unnoticed")) {
            await().untilAsserted(() -> assertThat(held(run)).singleElement().matches(end -> end.unread() == 1));
        }
    }

    @Test
    void withheldFin_hasAnotherOwner() throws Exception {
        try (DemoRun run = held("fin-withheld")) {
            assertThat(held(run)).isNotEmpty().allSatisfy(end -> assertThat(ProcNet.socketsOf(run.pid()))
                    .doesNotContain(end.inode()));
        }
    }

    @Test
    void orphan_hasNoOwner() throws Exception {
        try (DemoRun run = held("orphan-fin-wait-2")) {
            await().untilAsserted(() -> assertThat(ProcNet.endsTowards(run.port()))
                    .filteredOn(end -> end.state().equals("FIN_WAIT_2"))
                    .singleElement()
                    .matches(end -> !end.hasDescriptor()));
        }
    }

    @Test
    void backlog_keepsThoseWhoGaveUp() throws Exception {
        try (DemoRun run = held("backlog-close-wait")) {
            await().untilAsserted(() -> assertThat(ProcNet.endsAt(run.port()))
                    .filteredOn(end -> end.state().equals("CLOSE_WAIT"))
                    .hasSize(3)
                    .noneMatch(End::hasDescriptor));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"accepted-never-read", "legal-server-speaks-first"})
    void acceptedEnd_isEstablished(String name) throws Exception {
        try (DemoRun run = held(name)) {
            int unread = name.startsWith("legal") ? 0 : 5;
            assertThat(ProcNet.endsAt(run.port()))
                    .filteredOn(end -> end.state().equals("ESTABLISHED"))
                    .singleElement()
                    .matches(end -> end.unread() == unread);
        }
    }

    @Test
    void unreadBytes_waitInTheKernel() throws Exception {
        try (DemoRun run = held("open-at-exit-unread")) {
            assertThat(held(run)).singleElement().matches(end -> end.unread() > 0);
        }
    }

    @Test
    void idleGrowing_grows() throws Exception {
        try (DemoRun run = held("idle-growing")) {
            await().until(() -> held(run).size() > 2 * IDLE_GROWING_FIRES_AT);
        }
    }

    @Test
    void churn_leavesTimeWaitWithUs() throws Exception {
        try (DemoRun run = held("connection-churn")) {
            await().until(() -> ProcNet.endsTowards(run.port()).stream()
                            .filter(end -> end.state().equals("TIME_WAIT"))
                            .count()
                    > CHURN_IN_TWO_SECONDS);
        }
    }

    /** Ends that a process holds; the port may have been another run's, whose TIME_WAIT is still there. */
    private static List<End> held(DemoRun run) throws IOException {
        return ProcNet.endsTowards(run.port()).stream()
                .filter(End::hasDescriptor)
                .toList();
    }

    private static DemoRun held(String name) throws Exception {
        return DemoRun.of("--hold", "20", name).untilHolding();
    }
}
