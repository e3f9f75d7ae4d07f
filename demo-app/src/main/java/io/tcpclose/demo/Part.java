package io.tcpclose.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * What the peer plays at one port, seen from both sides: the player may wait for cues, and tells what came of the connection;
 * the demo gives a cue and waits for what it leads to. So no state depends on who is faster.
 */
final class Part {
    private final Semaphore cues = new Semaphore(0);
    private final Semaphore taken = new Semaphore(0);
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile String sight = "nothing";

    /** For the player: waits until it is told to go on. */
    void awaitCue() throws InterruptedException {
        cues.acquire();
    }

    /** For the player: what followed the cue is done, and more is to come. The end takes a cue by itself. */
    void cueTaken() {
        taken.release();
    }

    /** For the player: how its reading, or a write, ended. */
    void saw(String what) {
        sight = what;
    }

    /** For the player: its socket is closed. */
    void ended() {
        taken.release();
        end.countDown();
    }

    void cue() throws InterruptedException {
        cues.release();
        taken.acquire();
    }

    /** Returns what the player saw last. */
    String awaitEnd() throws InterruptedException {
        end.await();
        return sight;
    }
}
