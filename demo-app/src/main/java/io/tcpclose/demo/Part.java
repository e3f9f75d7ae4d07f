package io.tcpclose.demo;

import java.util.concurrent.CountDownLatch;

/**
 * What the peer plays at one port, seen from both sides: the player may wait for a cue, and tells what came of the
 * connection; the demo gives the cue and waits for what it leads to. So no state depends on who is faster.
 */
final class Part {
    private final CountDownLatch cue = new CountDownLatch(1);
    private final CountDownLatch taken = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile String sight = "nothing";

    /** For the player: waits until it is told to go on. */
    void awaitCue() throws InterruptedException {
        cue.await();
    }

    /** For the player: what followed the cue is done. */
    void cueTaken() {
        taken.countDown();
    }

    /** For the player: how its reading, or a write, ended. */
    void saw(String what) {
        sight = what;
    }

    /** For the player: its socket is closed. */
    void ended() {
        cueTaken();
        end.countDown();
    }

    void cue() throws InterruptedException {
        cue.countDown();
        taken.await();
    }

    /** Returns what the player saw last. */
    String awaitEnd() throws InterruptedException {
        end.await();
        return sight;
    }
}
