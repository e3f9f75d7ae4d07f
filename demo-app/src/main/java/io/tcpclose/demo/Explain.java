package io.tcpclose.demo;

import io.tcpclose.demo.ProcNet.End;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Plays scenarios side by side and prints what each did, and what the kernel and the agent say of it, one after the other. */
final class Explain {
    private static final int LONGEST_HOLD_SECONDS = 4;
    private static final int BETWEEN_LOOKS_MILLIS = 20;
    private static final int AFTER_THE_END_MILLIS = 700;

    private final PrintStream out;
    private final List<Explanation> explanations = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();
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
            Explanation explanation = new Explanation(scenario, stage.ports(), stage.ownPorts());
            stage.tells(explanation);
            stages.add(stage);
            explanations.add(explanation);
        }
        sampler.start();
        for (int i = 0; i < stages.size(); i++) {
            stages.get(i).play(scenarios.get(i));
        }
        hold(scenarios);
        holdOver.countDown();
        for (Stage stage : stages) {
            stage.end();
        }
        TimeUnit.MILLISECONDS.sleep(AFTER_THE_END_MILLIS);
        over = true;
        sampler.join();
        explanations.forEach(explanation -> explanation.text().forEach(out::println));
    }

    private void hold(List<Scenario> scenarios) throws InterruptedException {
        int longest = scenarios.stream().mapToInt(Scenario::holdSeconds).max().orElse(0);
        TimeUnit.SECONDS.sleep(Math.min(longest, LONGEST_HOLD_SECONDS));
        for (Stage stage : stages) {
            stage.awaitErrands();
        }
    }

    private void sample() {
        while (!over) {
            List<End> table = ProcNet.now();
            explanations.forEach(explanation -> explanation.sample(table));
            try {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
