package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.ConnectionListener;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.ledger.Filters;
import io.tcpclose.core.ledger.Finding;
import io.tcpclose.core.ledger.FindingListener;
import io.tcpclose.core.ledger.Ledger;
import io.tcpclose.core.rule.RuleSettings;
import io.tcpclose.core.site.Sites;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An engine whose clock is the test's; scripted connections are told to it. */
public final class Books implements BeforeEachCallback, AfterEachCallback {
    /** Of {@link System#nanoTime()}. */
    public static final long START = 1_000_000_000_000L;

    /** 2026-01-02T03:04:05Z. */
    public static final long WALL = 1_767_323_045_000L;

    /** Of the prober: a connection that has not moved for this long is asked after. */
    static final long INTERVAL = 5_000_000_000L;

    private final List<String> log = new ArrayList<>();
    private EventInbox inbox = new EventInbox();
    private ScriptedKernel kernel = new ScriptedKernel();
    private Engine engine = engine(Filters.NONE, RuleSettings.DEFAULT, false);

    @Override
    public void beforeEach(ExtensionContext context) {
        trace(inbox);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Tracing.stop();
    }

    private static void trace(ConnectionListener listener) {
        Tracing.stop();
        Tracing.start(listener, 2, 262_144, false);
    }

    private Engine engine(Filters filters, RuleSettings settings, boolean keepClosed) {
        FindingListener listener =
                (finding, occurrence, news, was, millis) -> log.add(news.name().toLowerCase(Locale.ROOT) + " "
                        + finding.rule().id() + " " + occurrence.severity().label());
        inbox = new EventInbox();
        Ledger ledger = new Ledger(new Sites(48), filters, settings, listener);
        kernel = new ScriptedKernel();
        KernelWatch watch = new KernelWatch(kernel, ledger, INTERVAL, START);
        return new Engine(inbox, ledger, watch, START, keepClosed);
    }

    /** Begins anew with what a user may set. */
    public void open(Filters filters, RuleSettings settings) {
        engine = engine(filters, settings, false);
        trace(inbox);
    }

    public void openKeepingClosed() {
        engine = engine(Filters.NONE, RuleSettings.DEFAULT, true);
        trace(inbox);
    }

    static RuleSettings after(String rule, Duration after) {
        return new RuleSettings(Map.of(), Map.of(rule, after));
    }

    static RuleSettings severity(String rule, String severity) {
        return new RuleSettings(Map.of(rule, severity), Map.of());
    }

    public Engine engine() {
        return engine;
    }

    EventInbox inbox() {
        return inbox;
    }

    /** What the engine takes for the kernel. */
    public ScriptedKernel kernel() {
        return kernel;
    }

    Ledger ledger() {
        return engine.ledger();
    }

    /** What the log was told, in order: {@code first eof-not-closed warn}. */
    List<String> log() {
        return log;
    }

    public static long nanos(long millis) {
        return START + millis * 1_000_000;
    }

    /** One pass, that many milliseconds after the start. */
    public void pass(long millis) {
        engine.pass(nanos(millis), WALL + millis);
    }

    void passes(long... millis) {
        for (long at : millis) pass(at);
    }

    public void end(long millis) {
        engine.end(nanos(millis), WALL + millis);
    }

    /** {@code rule severity count/active/retracted} of each finding, as first found. */
    List<String> findings() {
        return engine.ledger().findings().stream().map(Books::text).toList();
    }

    private static String text(Finding f) {
        return f.rule().id() + " " + f.severity().label() + " " + f.count() + "/" + f.active() + "/"
                + f.retractedCount();
    }

    Finding only() {
        List<Finding> all = List.copyOf(engine.ledger().findings());
        if (all.size() != 1) throw new AssertionError(findings());
        return all.get(0);
    }

    /** Opened at the start. */
    static Scripted client() {
        return client(0);
    }

    static Scripted client(long millis) {
        return Scripted.client(nanos(millis), "db", 5432);
    }
}
