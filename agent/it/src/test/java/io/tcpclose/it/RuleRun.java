package io.tcpclose.it;

import static java.util.Map.entry;

import io.tcpclose.it.app.Holder;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How the rules are run: thresholds that a busy machine does not pass by itself, and a hold of twice the longest. */
final class RuleRun {
    private static final Duration HOLD = Duration.ofMillis(6200);

    /** The kernel's tables are read the more seldom the longer a reading takes, which a busy machine decides. */
    private static final Duration PATIENCE_FOR_TABLES = Duration.ofSeconds(40);

    /** Longer where another rule's scenario has to be in that state for a while. */
    private static final Map<String, String> THRESHOLDS = Map.ofEntries(
            entry("eof-not-closed", "2s"),
            entry("done-not-closed", "3s"),
            entry("fin-unnoticed", "2s"),
            entry("accepted-never-read", "2s"),
            entry("half-close-stuck", "2s"),
            entry("peer-vanished", "1s"),
            entry("closed-but-registered", "2s"),
            entry("opened-never-connected", "2s"),
            entry("late-close", "2s"),
            entry("idle-growing", "1s"),
            entry("connection-churn", "1s"),
            entry("backlog-close-wait", "1s"),
            entry("orphan-fin-wait-2", "1s"),
            entry("untracked-sockets", "1s"));

    private RuleRun() {}

    static Played whileRunning(Jdk jdk, String name, List<Class<?>> suites, String... vmOptions) throws Exception {
        return whileRunning(Fork.of(jdk).vm(vmOptions), Stage.folder(name, jdk), suites);
    }

    /** In a JVM whose connections other processes may hold too. */
    static Played ofTheProcess(Jdk jdk, String name, List<Class<?>> suites, String... vmOptions) throws Exception {
        return ofTheProcess(Fork.of(jdk).vm(vmOptions), Stage.folder(name, jdk), suites);
    }

    static Played ofTheProcess(Fork fork, Path folder, List<Class<?>> suites) throws Exception {
        return ofTheProcess(fork, folder, suites, suites);
    }

    /** @param logged suites whose misuses must be in the log before it ends */
    static Played ofTheProcess(Fork fork, Path folder, List<Class<?>> suites, List<Class<?>> logged) throws Exception {
        AgentConfig config = impatient(folder).set("rule.open-at-exit", "off").set("log.level", "info");
        return Stage.play(fork.vm(Holder.opens()).agent(config.argument()), suites, folder, app -> {
            TimeUnit.MILLISECONDS.sleep(HOLD.toMillis());
            awaitLogged(app, logged);
        });
    }

    /** As many findings of each rule as it has misuses, or the end of all patience: what is missing then is told by the judge. */
    private static void awaitLogged(Forked app, List<Class<?>> suites) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_FOR_TABLES.toNanos();
        while (System.nanoTime() < deadline && !suites.stream().allMatch(suite -> isLogged(app, suite))) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static boolean isLogged(Forked app, Class<?> suite) {
        String rule = " " + suite.getAnnotation(Rule.class).id() + "  ";
        long misuses = Scenario.of(suite).stream()
                .filter(scenario -> scenario.as(Misuse.class).isPresent())
                .count();
        return app.stderr().stream().filter(line -> line.contains(rule)).count() >= misuses;
    }

    /** @param fork to which the agent is yet to be given */
    static Played whileRunning(Fork fork, Path folder, List<Class<?>> suites) throws Exception {
        AgentConfig config = impatient(folder).set("rule.open-at-exit", "off");
        return Stage.play(fork.agent(config.argument()), suites, folder, HOLD);
    }

    /** As strict as the rules' own run, and at the exit too. */
    static Played sound(Jdk jdk, String name, List<Class<?>> suites) throws Exception {
        Path folder = Stage.folder(name, jdk);
        return Stage.play(Fork.of(jdk).agent(impatient(folder).argument()), suites, folder, HOLD);
    }

    private static AgentConfig impatient(Path folder) {
        AgentConfig config = AgentConfig.in(folder);
        THRESHOLDS.forEach((rule, after) -> config.set("rule." + rule + ".after", after));
        return config;
    }

    /** Nothing but the end is waited for. */
    static Played atExit(Jdk jdk, String name, List<Class<?>> suites, String... vmOptions) throws Exception {
        Path folder = Stage.folder(name, jdk);
        Fork fork = Fork.of(jdk).agent(AgentConfig.in(folder).argument()).vm(vmOptions);
        return Stage.play(fork, suites, folder, Duration.ofMillis(500));
    }
}
