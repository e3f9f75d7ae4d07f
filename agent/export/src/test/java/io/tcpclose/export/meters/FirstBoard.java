package io.tcpclose.export.meters;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.MeterBoard;
import io.tcpclose.core.kernel.Kernel;
import io.tcpclose.core.kernel.KernelCounters;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.kernel.ProcNetTcp;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.ledger.FindingListener;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.meter.Meters;
import io.tcpclose.core.probe.Engine;
import io.tcpclose.core.probe.EventInbox;
import io.tcpclose.core.probe.KernelWatch;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.site.Sites;
import io.tcpclose.micrometer.MeterSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What an agent puts up before anything has happened, as its own registry shows it. */
final class FirstBoard {
    static final int SLOTS = 10;
    private static final int MAX_ROWS = 10;
    private static final long INTERVAL = 5_000_000_000L;
    private static final Map<String, Boolean> CAPABILITIES = Map.of(
            "fin-watcher", true, "tcp-info", true, "proc-net", true, "poll", true, "unread", true, "proc-fd", true);

    private static final Kernel SILENT = new Kernel() {
        @Override
        public int ready(Connection c) {
            return -1;
        }

        @Override
        public int info(Connection c) {
            return 0;
        }

        @Override
        public int unread(Connection c) {
            return -1;
        }
    };

    private FirstBoard() {}

    /** Lines of the page, without comments: one for each series. */
    static List<String> series() throws IOException {
        PrometheusPage page = new PrometheusPage(Map.of(), MeterSet.OWN);
        Engine engine = engine(System.nanoTime());
        engine.kernel().reading(new ProcNetTcp(Path.of("/proc/self/net"), MAX_ROWS), counters());
        engine.kernel().reading(new ProcFd(Path.of("/proc")));
        new Meters(engine, () -> CAPABILITIES, "1.0.0", SLOTS).publish(System.nanoTime());
        Throwable thrown = MeterBoard.tell();
        if (thrown != null) throw new AssertionError(thrown);
        return new String(page.page(PrometheusPage.TEXT), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static KernelCounters counters() {
        return new KernelCounters(Path.of("/proc/self/net"));
    }

    private static Engine engine(long now) {
        Ledger ledger = new Ledger(new Sites(1), Filters.NONE, RuleSettings.DEFAULT, FindingListener.NONE);
        KernelWatch kernel = new KernelWatch(SILENT, ledger, INTERVAL, now);
        return new Engine(new EventInbox(), ledger, kernel, now, false);
    }
}
