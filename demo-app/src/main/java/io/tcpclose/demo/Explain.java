package io.tcpclose.demo;

import io.tcpclose.demo.Explanation.Seen;
import io.tcpclose.demo.ProcNet.End;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays scenarios side by side and prints what each did, and what the kernel and the agent say of it, one after the other. */
final class Explain {
    private static final int LONGEST_HOLD_SECONDS = 4;
    private static final long BETWEEN_LOOKS_NANOS = 20_000_000;
    private static final int AFTER_THE_END_MILLIS = 700;

    private final Tables tables = new Tables();
    private final PrintStream out;
    private final List<Explanation> explanations = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean over;

    private Explain(PrintStream out) {
        this.out = out;
    }

    /** Returns the exit code. */
    static int run(List<Scenario> scenarios, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        Explain explain = new Explain(out);
        explain.play(scenarios);
        return Demo.report(explain.stages, err);
    }

    private void play(List<Scenario> scenarios) throws IOException, InterruptedException {
        PeerProcess peer = PeerProcess.start();
        CountDownLatch holdOver = new CountDownLatch(1);
        Thread sampler = new Thread(this::sample, "sampler");
        for (Scenario scenario : scenarios) {
            Stage stage = new Stage(scenario.name(), peer, holdOver);
            Explanation explanation = new Explanation(scenario, tables, stage.ports(), stage.ownPorts());
            stage.tells(explanation);
            stages.add(stage);
            explanations.add(explanation);
        }
        sampler.start();
        playSideBySide(scenarios);
        hold(scenarios);
        holdOver.countDown();
        for (Stage stage : stages) {
            stage.end();
        }
        TimeUnit.MILLISECONDS.sleep(AFTER_THE_END_MILLIS);
        over = true;
        sampler.join();
        look();
        explanations.forEach(explanation -> explanation.text().forEach(out::println));
    }

    private void playSideBySide(List<Scenario> scenarios) throws InterruptedException {
        List<Thread> players = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            Scenario scenario = scenarios.get(i);
            players.add(new Thread(() -> stage.play(scenario), scenario.name()));
        }
        players.forEach(Thread::start);
        for (Thread player : players) {
            player.join();
        }
    }

    /** Until the kernel's tables were looked at once more, however long that takes: what is held is to be seen. */
    private void hold(List<Scenario> scenarios) throws InterruptedException {
        int longest = scenarios.stream().mapToInt(Scenario::holdSeconds).max().orElse(0);
        TimeUnit.SECONDS.sleep(Math.min(longest, LONGEST_HOLD_SECONDS));
        for (Stage stage : stages) {
            stage.awaitErrands();
        }
        // The look that is under way may have begun before.
        int enough = looks.get() + 2;
        while (looks.get() < enough) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS_NANOS);
        }
    }

    private void sample() {
        while (!over) {
            long began = System.nanoTime();
            look();
            try {
                // On a machine with many sockets a look takes long; it rests as long, then.
                TimeUnit.NANOSECONDS.sleep(Math.max(BETWEEN_LOOKS_NANOS, System.nanoTime() - began));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look() {
        long began = System.nanoTime();
        List<End> first = tables.now();
        List<Seen> seen = explanations.stream()
                .map(explanation -> explanation.look(first))
                .toList();
        List<End> second = tables.now();
        for (int i = 0; i < seen.size(); i++) {
            explanations.get(i).sample(began, seen.get(i), second);
        }
        looks.incrementAndGet();
    }
}
