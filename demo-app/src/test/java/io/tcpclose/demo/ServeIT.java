package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tcpclose.demo.ProcNet.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The demo as it serves: what it needs stays bounded, its endpoints stay, and it ends when it is told to. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServeIT {
    private static final int SIGTERM_EXIT = 128 + 15;

    /** Every way to leave something behind: kept, lost, native, listening, held by the peer or by a child. */
    private static final String[] LEAVING = {
        "serve",
        "--hold",
        "0",
        "eof-not-closed",
        "accepted-never-read",
        "backlog-close-wait",
        "closed-but-registered",
        "collected-without-close",
        "done-not-closed",
        "fin-withheld",
        "open-at-exit-unread",
        "orphan-fin-wait-2",
        "shutdown-input-data-lost",
        "untracked-sockets"
    };

    /** Enough for the first rounds to have been let go, by the demo and by its peer. */
    private static final int FULL_AFTER = 20;

    private static final int MORE = 30;
    private static final int LESS_THAN_A_LEAK = MORE / 2;

    @Test
    void rounds_followEachOther() throws Exception {
        try (DemoRun run = DemoRun.of("serve", "--hold", "1", "idle-pool", "late-close")) {
            run.untilLine("round 2:");
            assertThat(run.lines()).anyMatch(line -> line.startsWith("serving idle-pool, late-close;"));
            assertThat(run.lines())
                    .filteredOn(line -> line.startsWith("round "))
                    .hasSize(2);
        }
    }

    @Test
    void everything_isServedWithoutFailure() throws Exception {
        try (DemoRun run = DemoRun.of("serve", "--hold", "0").untilLine("round 3:")) {
            run.terminate();
            assertThat(run.untilEnd()).isEqualTo(SIGTERM_EXIT);
            assertThat(run.stderr()).isEmpty();
        }
    }

    /** What leaks in each round adds as many as there are more rounds. */
    @Test
    void manyRounds_needNoMoreThanSome() throws Exception {
        try (DemoRun run = DemoRun.of(LEAVING).untilLine("round " + FULL_AFTER + ":")) {
            List<Long> full = needs(run);
            run.untilLine("round " + (FULL_AFTER + MORE) + ":");
            assertThat(needs(run))
                    .zipSatisfy(full, (later, earlier) -> assertThat(later).isLessThan(earlier + LESS_THAN_A_LEAK));
            run.terminate();
            assertThat(run.stderr()).isEmpty();
        }
    }

    /** All that is kept of many rounds is connected to one port, or accepted at one. */
    @Test
    void endpoints_stayFromRoundToRound() throws Exception {
        try (DemoRun run = DemoRun.of("serve", "--hold", "1", "eof-not-closed", "accepted-never-read")) {
            run.untilLine("round 5:");
            await().ignoreExceptions().untilAsserted(() -> {
                assertThat(held(run, "CLOSE_WAIT"))
                        .hasSizeGreaterThanOrEqualTo(5)
                        .extracting(End::remotePort)
                        .containsOnly(held(run, "CLOSE_WAIT").get(0).remotePort());
                assertThat(held(run, "ESTABLISHED"))
                        .hasSizeGreaterThanOrEqualTo(5)
                        .extracting(End::localPort)
                        .containsOnly(held(run, "ESTABLISHED").get(0).localPort());
            });
        }
    }

    @Test
    void failingScenario_isToldOnceAndServedOn() throws Exception {
        try (DemoRun run = DemoRun.withoutOpens("serve", "--hold", "0", "untracked-sockets", "idle-pool")) {
            run.untilLine("round 5:");
            run.terminate();
            assertThat(run.stderr().lines())
                    .singleElement()
                    .asString()
                    .startsWith("demo-app: untracked-sockets failed in round 1: ");
        }
    }

    @Test
    void withoutItsPeer_itEnds() throws Exception {
        try (DemoRun run = DemoRun.of("serve", "--hold", "1", "idle-pool").untilLine("round 1:")) {
            ProcessHandle.of(run.peerPid()).ifPresent(ProcessHandle::destroyForcibly);
            assertThat(run.untilEnd()).isEqualTo(1);
            assertThat(run.stderr()).contains("the peer process has ended");
        }
    }

    @Test
    void sigterm_endsItWithPeerAndChildren() throws Exception {
        try (DemoRun run = DemoRun.of("serve", "--hold", "60", "fin-withheld").untilLine("round 1:")) {
            List<ProcessHandle> children = run.children();
            assertThat(children).hasSize(2);
            run.terminate();
            assertThat(run.untilEnd()).isEqualTo(SIGTERM_EXIT);
            await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    /** A Ctrl-C goes to both, and what is open at exit must be open until then. */
    @Test
    void peer_outlivesASignalAsLongAsTheDemoLives() throws Exception {
        try (DemoRun run = DemoRun.of("serve", "--hold", "1", "idle-pool").untilLine("round 1:")) {
            ProcessHandle.of(run.peerPid()).ifPresent(ProcessHandle::destroy);
            run.untilLine("round 3:");
            run.terminate();
            assertThat(run.untilEnd()).isEqualTo(SIGTERM_EXIT);
            await().until(() -> !run.peerRuns());
        }
    }

    private static List<Long> needs(DemoRun run) throws IOException {
        return List.of(
                entries(run.pid(), "fd"),
                entries(run.pid(), "task"),
                entries(run.peerPid(), "fd"),
                entries(run.peerPid(), "task"));
    }

    private static long entries(long pid, String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", String.valueOf(pid), folder))) {
            return entries.count();
        }
    }

    private static List<End> held(DemoRun run, String state) throws IOException {
        Set<String> sockets = ProcNet.socketsOf(run.pid());
        return ProcNet.now().stream()
                .filter(end -> end.state().equals(state) && sockets.contains(end.inode()))
                .toList();
    }
}
