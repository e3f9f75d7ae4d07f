package io.tcpclose.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Plays scenarios round after round until the process is ended. Each scenario hands over from round to round by itself, see
 * {@link Turns}; only the time of the hold is common to all.
 */
final class Serve {
    /** More than the demo keeps of its own, so that no end of the peer's changes the state of what is kept. */
    private static final int KEPT_BY_PEER = Turns.KEPT + 3;

    private final Request request;
    private final PeerProcess peer;
    private final PrintStream out;
    private final PrintStream err;

    private Serve(Request request, PeerProcess peer, PrintStream out, PrintStream err) {
        this.request = request;
        this.peer = peer;
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code, if ever: without its peer there is nothing to serve. */
    static int run(Request request, PrintStream out, PrintStream err) throws IOException, InterruptedException {
        PeerProcess peer = PeerProcess.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endChildrenBut(peer), "ends children"));
        new Serve(request, peer, out, err).serve();
        err.println("demo-app: the peer process has ended");
        return 1;
    }

    private void serve() throws InterruptedException {
        out.println("the peer is process " + peer.pid() + "; it ends with the demo");
        out.println("serving " + names() + "; SIGTERM or Ctrl-C ends it");
        Complaints complaints = new Complaints(err);
        List<Turns> all = request.scenarios().stream()
                .map(scenario -> new Turns(scenario, peer))
                .toList();
        for (int round = 1; beginsAtPeer(); round++) {
            for (Turns turns : all) {
                turns.next(round, complaints);
            }
            out.println("round " + round + ": holding for " + request.holdSeconds() + " s");
            TimeUnit.SECONDS.sleep(request.holdSeconds());
            for (Turns turns : all) {
                turns.awaitErrands();
            }
        }
    }

    private boolean beginsAtPeer() {
        try {
            peer.beginRound(KEPT_BY_PEER);
            return true;
        } catch (IOException peerHasEnded) {
            return false;
        }
    }

    private String names() {
        return request.scenarios().stream().map(Scenario::name).collect(Collectors.joining(", "));
    }

    /** Some children hold a connection and sleep. The peer ends when this JVM is gone, see {@link PeerProcess}. */
    private static void endChildrenBut(PeerProcess peer) {
        ProcessHandle.current()
                .children()
                .filter(child -> child.pid() != peer.pid())
                .forEach(ProcessHandle::destroy);
    }
}
