package io.tcpclose.core.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every rule there is, once. */
public final class RuleCatalog {
    /** In order of precedence: a connection has at most one of them active. */
    private static final List<TimeRule> TIME = List.of(
            new ClosedButRegistered(),
            new DoneNotClosed(),
            new EofNotClosed(),
            new HalfCloseStuck(),
            new OpenedNeverConnected());

    private static final List<StepRule> STEP = List.of(
            new CollectedWithoutClose(),
            new WriteAfterFin(),
            new WriteToDeadPeer(),
            new UseAfterClose(),
            new UseAfterShutdown(),
            new CloseDiscardsUnread(),
            new AbortiveClose(),
            new LateClose());

    private static final GroupRule IDLE_GROWING = new GroupRule(
            "idle-growing",
            Severity.WARN,
            Duration.ofMinutes(10),
            "give the connections back to their pool, or bound and close idle ones");

    private static final GroupRule CONNECTION_CHURN = new GroupRule(
            "connection-churn",
            Severity.INFO,
            Duration.ofMinutes(1),
            "keep connections alive and use them again: each close by us leaves TIME_WAIT behind");

    private static final OpenAtExit OPEN_AT_EXIT = new OpenAtExit();

    private RuleCatalog() {}

    public static List<TimeRule> timeRules() {
        return TIME;
    }

    public static List<StepRule> stepRules() {
        return STEP;
    }

    public static GroupRule idleGrowing() {
        return IDLE_GROWING;
    }

    public static GroupRule connectionChurn() {
        return CONNECTION_CHURN;
    }

    public static OpenAtExit openAtExit() {
        return OPEN_AT_EXIT;
    }

    public static List<Rule> all() {
        List<Rule> all = new ArrayList<>(TIME);
        all.addAll(STEP);
        all.add(IDLE_GROWING);
        all.add(CONNECTION_CHURN);
        all.add(OPEN_AT_EXIT);
        return all;
    }

    public static Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        for (Rule rule : all()) ids.add(rule.id());
        return ids;
    }
}
