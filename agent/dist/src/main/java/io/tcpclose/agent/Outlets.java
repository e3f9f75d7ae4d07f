package io.tcpclose.agent;

import io.tcpclose.bootstrap.OutOfDescriptors;
import io.tcpclose.core.kernel.LocalZone;
import io.tcpclose.core.probe.Engine;
import java.time.ZoneId;
import java.util.function.Supplier;

/** What the agent tells by itself while the application runs, beside snapshots and meters, and what it learns of the application's libraries. For the agent's thread. */
final class Outlets {
    private final Engine engine;
    private final FindingLog log;
    private final Supplier<LogOutput> output;
    private final Dump dump;
    private final Libraries libraries;
    private final Errands dumps = new Errands("tcpclose-dump", 1, leftOut -> {});
    private boolean applicationRuns;

    Outlets(Engine engine, FindingLog log, Supplier<LogOutput> output, Dump dump, Libraries libraries) {
        this.engine = engine;
        this.log = log;
        this.output = output;
        this.dump = dump;
        this.libraries = libraries;
    }

    /** From now on files may be opened. */
    void applicationRuns() {
        applicationRuns = true;
        loadEarly();
        libraries.look();
        libraries.note();
        output.get().open();
        dump();
    }

    /**
     * What reads files when it is first asked: the zone that lines are in, the process that reports ask for its
     * children.
     */
    private static void loadEarly() {
        ZoneId unusedZone = LocalZone.get();
        ProcessHandle unusedProcess = ProcessHandle.current();
    }

    /** Before each turn. */
    void begin() {
        libraries.note();
    }

    /** After each probe. */
    void probed() {
        engine.read(() -> {
            log.tick(System.currentTimeMillis());
            return log;
        });
        if (!applicationRuns) return;
        dump();
        libraries.turn();
    }

    /** Between two probes. */
    void woken() {
        if (applicationRuns && OutOfDescriptors.seen()) dump();
    }

    /** One that stands, on a file or on a full pipe, keeps the next from coming and nothing else. */
    private void dump() {
        if (dump.isWanted()) {
            boolean unused = dumps.add(dump::tick, 1);
        }
    }

    /** The agent leaves a JVM that goes on. */
    void stop() {
        end();
        endDumps();
    }

    /** At exit, after the last pass: what has had no line yet. */
    void end() {
        engine.read(() -> {
            log.end(System.currentTimeMillis());
            return log;
        });
        output.get().close();
    }

    /** At exit: takes an empty file away. */
    void endDumps() {
        dump.end();
    }
}
