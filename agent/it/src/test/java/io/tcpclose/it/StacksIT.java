package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.stack.Neighbours;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * Real stacks in ordinary use: the agent has nothing to say above info, its counts are the kernel's and the peers', and
 * one planted mistake in each is found and named.
 */
class StacksIT {
    /** They wait more than they work. */
    private static final ExecutorService RUNS = Executors.newFixedThreadPool(4);

    @TestFactory
    Stream<DynamicContainer> stacks_areSilentAndTheirPlantedMistakesFound() {
        return Jdks.tested().stream().map(StacksIT::container);
    }

    @AfterAll
    static void end() {
        RUNS.shutdown();
    }

    private static DynamicContainer container(Jdk jdk) {
        // All are begun, before the first is judged.
        List<DynamicContainer> stacks = StackUnderTest.on(jdk).stream()
                .map(stack -> container(jdk, stack))
                .toList();
        return dynamicContainer(jdk.toString(), stacks);
    }

    private static DynamicContainer container(Jdk jdk, StackUnderTest stack) {
        if (!Neighbours.has(stack.service())) {
            return dynamicContainer(
                    stack.toString(),
                    List.of(dynamicTest("played", () -> abort("not on this machine: " + stack.service()))));
        }
        CompletableFuture<StackRun> played = start(jdk, stack, "play");
        CompletableFuture<StackRun> leak = start(jdk, stack, "leak");
        return dynamicContainer(
                stack.toString(),
                List.of(
                        dynamicTest("silent", () -> assertSilent(played.join(), stack)),
                        dynamicTest("counts as the kernel", () -> assertCountsAsKernel(played.join())),
                        dynamicTest("counts as its peers", () -> assertCountsAsPeers(played.join())),
                        dynamicTest("planted", () -> assertNamed(leak.join(), stack)),
                        dynamicTest("table", () -> StacksPage.assertRow(jdk, stack, played.join(), leak.join())),
                        dynamicTest(
                                "all of the load",
                                () -> assumeTrue(
                                        played.join().missing().isEmpty(),
                                        () -> "not on this machine: "
                                                + played.join().missing()))));
    }

    private static CompletableFuture<StackRun> start(Jdk jdk, StackUnderTest stack, String variant) {
        return CompletableFuture.supplyAsync(() -> run(jdk, stack, variant), RUNS);
    }

    private static StackRun run(Jdk jdk, StackUnderTest stack, String variant) {
        try {
            return StackRun.of(jdk, stack, variant);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertSilent(StackRun run, StackUnderTest stack) {
        assertThat(aboveInfo(run)).isEmpty();
        assertThat(run.report().findings().map(Finding::rule)).isSubsetOf(stack.infos());
        assertThat(run.report().hookErrors()).as("hook errors").isZero();
    }

    private static void assertCountsAsKernel(StackRun run) {
        assertThat(run.stillOpen()).as("connected, and open at the end").isEmpty();
        assertThat(run.report().count("untracked")).as("untracked").isZero();
        assumeTrue(run.apart(), "no network namespace here: the kernel's counters are everybody's");
        long kernel = run.kernel().active() + run.kernel().passive();
        assertThat(run.begun())
                .as("connections, where the kernel counted %s", run.kernel())
                .isBetween(kernel - run.wakes(), kernel);
    }

    private static void assertCountsAsPeers(StackRun run) {
        assertThat(run.counted()).allSatisfy(count -> assertThat(run.opened(count[2]))
                .as("%s of %s", count[2], count[1])
                .isEqualTo(Long.parseLong(count[3])));
    }

    private static void assertNamed(StackRun run, StackUnderTest stack) {
        assertThat(aboveInfo(run)).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(stack.planted());
            assertThat(planted(finding, run))
                    .as("frames of the planted mistake")
                    .isNotEmpty();
        });
    }

    /** The frames that name the mistake. */
    static List<String> planted(Finding finding, StackRun run) {
        return Stream.of(finding.openedStack(), finding.lastUseStacks(run.report()))
                .flatMap(List::stream)
                .filter(frame -> frame.contains(".planted"))
                .toList();
    }

    static List<Finding> aboveInfo(StackRun run) {
        return run.report()
                .findings()
                .filter(finding -> !finding.severity().equals("info"))
                .toList();
    }
}
