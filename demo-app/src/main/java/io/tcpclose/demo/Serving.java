package io.tcpclose.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Plays its scenarios round after round, so that there is always something to see: a round ends only when the next one has
 * reached its states. What a round leaves open until exit is closed ten rounds later.
 */
final class Serving {
    private static final int KEPT_ROUNDS = 10;
    /** Of a socket that was dropped, or that no class of the JDK knows, the descriptor is lost for good. */
    private static final Set<String> LOSING = Set.of("collected-without-close", "untracked-sockets");

    private static final int LOSING_ROUNDS = 20;

    private final List<Scenario> scenarios;
    private final int holdSeconds;
    private final PeerProcess peer;
    private final StandingPorts ports;
    private final PrintStream err;
    private final Deque<Round> rounds = new ArrayDeque<>();
    private final Set<String> failuresTold = new HashSet<>();
    private int played;

    private record Round(List<Stage> stages, CountDownLatch holdOver, List<Object> kept) {
        void release() {
            for (Object resource : kept) {
                try {
                    ((AutoCloseable) resource).close();
                } catch (Exception e) {
                    // it may have been reset on purpose
                }
            }
        }
    }

    Serving(Request request, PeerProcess peer, PrintStream err) {
        this.scenarios = request.scenarios();
        this.holdSeconds = request.holdSeconds();
        this.peer = peer;
        this.ports = new StandingPorts(peer);
        this.err = err;
    }

    /** Never returns but by an interrupt. */
    static void run(Request request, PrintStream out, PrintStream err) throws IOException, InterruptedException {
        PeerProcess peer = PeerProcess.start();
        Runtime.getRuntime().addShutdownHook(new Thread(Serving::endChildren));
        out.println("serving until this process is terminated; the peer is process " + peer.pid());
        request.scenarios().forEach(scenario -> out.println(Demo.row(scenario)));
        Serving serving = new Serving(request, peer, err);
        while (true) {
            serving.round();
            out.println("round " + serving.played);
        }
    }

    private static void endChildren() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }

    void round() throws InterruptedException {
        Round round = play();
        if (!rounds.isEmpty()) {
            end(rounds.getLast());
        }
        rounds.add(round);
        if (rounds.size() > KEPT_ROUNDS) {
            rounds.remove().release();
        }
        TimeUnit.SECONDS.sleep(holdSeconds);
    }

    private Round play() {
        Round round =
                new Round(new ArrayList<>(), new CountDownLatch(1), Collections.synchronizedList(new ArrayList<>()));
        played++;
        for (Scenario scenario : scenarios) {
            if (played > LOSING_ROUNDS && LOSING.contains(scenario.name())) {
                continue;
            }
            Stage stage = new Stage(scenario.name(), peer, round.holdOver).standing(ports, round.kept);
            round.stages.add(stage);
            stage.play(scenario);
        }
        return round;
    }

    private void end(Round round) throws InterruptedException {
        for (Stage stage : round.stages) {
            stage.awaitErrands();
        }
        round.holdOver.countDown();
        for (Stage stage : round.stages) {
            stage.end();
        }
        round.stages.forEach(this::tell);
    }

    /** Once for each scenario and kind of failure. */
    private void tell(Stage stage) {
        for (Exception failure : stage.failures()) {
            if (failuresTold.add(stage.name() + failure.getClass())) {
                err.println("demo-app: " + stage.name() + " failed: " + failure);
            }
        }
    }
}
