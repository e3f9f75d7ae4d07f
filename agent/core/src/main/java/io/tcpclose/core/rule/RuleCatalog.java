package io.tcpclose.core.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every rule there is, once. */
public final class RuleCatalog {
    private static final FinUnnoticed FIN_UNNOTICED = new FinUnnoticed();

    private static final TimeRule CLOSED_BUT_REGISTERED = new ClosedButRegistered();
    private static final TimeRule OPENED_NEVER_CONNECTED = new OpenedNeverConnected();
    private static final StepRule COLLECTED_WITHOUT_CLOSE = new CollectedWithoutClose();

    /** In order of precedence: a connection has at most one of them active. */
    private static final List<TimeRule> TIME = List.of(
            CLOSED_BUT_REGISTERED,
            new DoneNotClosed(),
            new EofNotClosed(),
            new AcceptedNeverRead(),
            FIN_UNNOTICED,
            new HalfCloseStuck(),
            new PeerVanished(),
            OPENED_NEVER_CONNECTED);

    /** Those of them that judge listeners. */
    private static final List<TimeRule> LISTENER_TIME = List.of(CLOSED_BUT_REGISTERED, OPENED_NEVER_CONNECTED);

    private static final WriteAfterFin WRITE_AFTER_FIN = new WriteAfterFin();

    private static final StepRule SHUTDOWN_INPUT_DATA_LOST = new ShutdownInputDataLost();

    private static final List<StepRule> STEP = List.of(
            COLLECTED_WITHOUT_CLOSE,
            WRITE_AFTER_FIN,
            new WriteToDeadPeer(),
            new UseAfterClose(),
            new UseAfterShutdown(),
            new ForeignShutdown(),
            SHUTDOWN_INPUT_DATA_LOST,
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

    private static final BacklogCloseWait BACKLOG_CLOSE_WAIT = new BacklogCloseWait();

    private static final KernelRule ORPHAN_FIN_WAIT_2 = new KernelRule(
            "orphan-fin-wait-2",
            Severity.INFO,
            Duration.ofSeconds(10),
            false,
            Many.connections("we closed and the peer has not: FIN_WAIT_2 without a descriptor."),
            "the peer does not close after our FIN: look for CLOSE_WAIT there");

    private static final KernelRule FIN_WITHHELD = new KernelRule(
            "fin-withheld",
            Severity.ERROR,
            null,
            true,
            Many.connections("close() has returned, and another process still holds the socket: no FIN was sent."),
            "call shutdownOutput before close, which sends FIN whoever else holds the socket; start children without it");

    private static final KernelRule UNTRACKED_SOCKETS = new KernelRule(
            "untracked-sockets",
            Severity.INFO,
            Duration.ofSeconds(60),
            false,
            Many.sockets("held by this process, and opened by no traced path."),
            "opened by native code, inherited, or older than the agent: their leaks are not seen here");

    private static final OpenAtExit OPEN_AT_EXIT = new OpenAtExit();

    private RuleCatalog() {}

    public static List<TimeRule> timeRules() {
        return TIME;
    }

    public static List<TimeRule> listenerTimeRules() {
        return LISTENER_TIME;
    }

    /** The one step rule that judges listeners. */
    public static StepRule collectedWithoutClose() {
        return COLLECTED_WITHOUT_CLOSE;
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

    public static TimeRule finUnnoticed() {
        return FIN_UNNOTICED;
    }

    public static WriteAfterFin writeAfterFin() {
        return WRITE_AFTER_FIN;
    }

    public static StepRule shutdownInputDataLost() {
        return SHUTDOWN_INPUT_DATA_LOST;
    }

    public static BacklogCloseWait backlogCloseWait() {
        return BACKLOG_CLOSE_WAIT;
    }

    public static KernelRule orphanFinWait2() {
        return ORPHAN_FIN_WAIT_2;
    }

    public static KernelRule finWithheld() {
        return FIN_WITHHELD;
    }

    public static KernelRule untrackedSockets() {
        return UNTRACKED_SOCKETS;
    }

    /** Those that the kernel's tables decide. */
    public static List<Rule> kernelRules() {
        return List.of(BACKLOG_CLOSE_WAIT, ORPHAN_FIN_WAIT_2, FIN_WITHHELD, UNTRACKED_SOCKETS);
    }

    public static OpenAtExit openAtExit() {
        return OPEN_AT_EXIT;
    }

    public static List<Rule> all() {
        List<Rule> all = new ArrayList<>(TIME);
        all.addAll(STEP);
        all.addAll(kernelRules());
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
