package io.tcpclose.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One scenario, played turn after turn at the same addresses. Used by one thread. */
final class Turns {
    /** What the scenario has left open until exit is closed so many turns later. */
    static final int KEPT = 10;

    private record Turn(Stage stage, CountDownLatch holdOver) {}

    private final Scenario scenario;
    private final PeerProcess peer;
    private final Addresses addresses;
    private final Deque<Stage> ended = new ArrayDeque<>();
    private @Nullable Turn current;

    Turns(Scenario scenario, PeerProcess peer) {
        this.scenario = scenario;
        this.peer = peer;
        this.addresses = new Addresses(peer);
    }

    /**
     * Plays it once more, and then ends what was held until now, so that the state is there at any time. Only a scenario that
     * listens needs its port back before. All rounds play in the same line: it is part of the stacks that tell findings apart.
     */
    void next(int round, Complaints complaints) throws InterruptedException {
        Turn last = current;
        boolean portIsTaken = last != null && !last.stage.ownPorts().isEmpty();
        end(portIsTaken ? last : null);
        current = play();
        end(portIsTaken ? null : last);
        if (last != null) {
            complaints.hear(round - 1, scenario.name(), last.stage.failures());
            bury(last.stage);
        }
    }

    private static void end(@Nullable Turn turn) throws InterruptedException {
        if (turn != null) {
            turn.holdOver.countDown();
            turn.stage.end();
        }
    }

    private Turn play() {
        CountDownLatch holdOver = new CountDownLatch(1);
        Stage stage = new Stage(scenario.name(), peer, addresses, holdOver);
        stage.play(scenario);
        return new Turn(stage, holdOver);
    }

    private void bury(Stage stage) {
        ended.add(stage);
        if (ended.size() > KEPT) {
            ended.remove().release();
        }
    }

    void awaitErrands() throws InterruptedException {
        if (current != null) {
            current.stage.awaitErrands();
        }
    }
}
