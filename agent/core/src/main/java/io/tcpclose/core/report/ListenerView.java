package io.tcpclose.core.report;

import io.tcpclose.bootstrap.LastUse;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.ledger.Endpoints;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.KernelWatch;
import io.tcpclose.core.probe.OpenSockets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The listeners as a report shows them, bound or not, each with its life line. */
final class ListenerView {
    private final Engine engine;
    private final KernelWatch kernel;
    private final long now;

    ListenerView(Engine engine, long now) {
        this.engine = engine;
        this.kernel = engine.kernel();
        this.now = now;
    }

    List<Report.Listener> all() {
        List<Report.Listener> views = new ArrayList<>();
        for (ListeningSocket listener : OpenSockets.listeners()) views.add(of(listener));
        return views;
    }

    private Report.Listener of(ListeningSocket l) {
        int sharing = kernel.sharing(l);
        return new Report.Listener(
                l.id,
                Endpoints.local(l),
                States.descriptor(l.state()).label(),
                kernel.acceptQueue(l),
                kernel.backlogCloseWait(l),
                sharing > 1 ? sharing : null,
                l.accepted(),
                lastAccept(l),
                engine.ledger().siteOf(l).frames(),
                Timeline.of(l, "opened", engine.ledger()));
    }

    private Report.@Nullable LastAccept lastAccept(ListeningSocket l) {
        LastUse use = l.lastUse;
        if (l.acceptThread() == null && l.acceptFailure() == null) return null;
        return new Report.LastAccept(
                l.acceptThread(),
                age(l.acceptNanos()),
                use == null ? List.of() : engine.ledger().sites().of(use.trace).frames(),
                l.acceptFailure(),
                age(l.acceptFailureNanos()));
    }

    private @Nullable Long age(long nanos) {
        return nanos == 0 ? null : TimeUnit.NANOSECONDS.toMillis(Math.max(0, now - nanos));
    }
}
