package io.tcpclose.agent;

import io.tcpclose.core.kernel.LocalZone;
import io.tcpclose.core.probe.Engine;
import java.time.ZoneId;

/** What the agent tells by itself while the application runs, beside snapshots and meters, and what it learns of the application's libraries. For the agent's thread. */
final class Outlets {
    private final Engine engine;
    private final FindingLog log;
    private final Dump dump;
    private final Libraries libraries;
    private boolean applicationRuns;

    Outlets(Engine engine, FindingLog log, Dump dump, Libraries libraries) {
        this.engine = engine;
        this.log = log;
        this.dump = dump;
        this.libraries = libraries;
    }

    /** From now on files may be opened. */
    void applicationRuns() {
        applicationRuns = true;
        loadEarly();
        libraries.look();
        libraries.note();
        log.open();
        dump.tick();
    }

    /** What reads files when it is first asked: the zone that lines are in, the process that reports ask for its children. */
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
        dump.tick();
        libraries.turn();
    }

    /** Between two probes. */
    void woken() {
        if (applicationRuns) dump.lookForFailure();
    }

    /** Where the agent leaves a JVM that goes on, after {@link #end}. */
    void stop() {
        libraries.stop();
    }

    /** At exit, after the last pass, by the thread of the hook. */
    void end() {
        engine.read(() -> {
            log.end(System.currentTimeMillis());
            return log;
        });
        dump.end();
    }
}
