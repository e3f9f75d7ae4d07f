package io.tcpclose.it.rule;

import java.util.List;

/** Every rule's scenarios; the tests, the JVMs they start and the generated table of the documentation read this list. */
public final class RuleSuites {
    public static final List<Class<?>> WHILE_RUNNING = List.of(
            EofNotClosed.class,
            DoneNotClosed.class,
            FinUnnoticed.class,
            AcceptedNeverRead.class,
            HalfCloseStuck.class,
            PeerVanished.class,
            ClosedButRegistered.class,
            CollectedWithoutClose.class,
            OpenedNeverConnected.class,
            WriteAfterFin.class,
            WriteToDeadPeer.class,
            UseAfterClose.class,
            UseAfterShutdown.class,
            ShutdownInputDataLost.class,
            CloseDiscardsUnread.class,
            AbortiveClose.class,
            LateClose.class,
            IdleGrowing.class,
            ConnectionChurn.class);

    /**
     * What other processes do to ours, and what has no descriptor in it: about the process as a whole, with children that
     * hold its sockets, in a JVM of its own that is opened as far as {@code Holder} needs.
     */
    public static final List<Class<?>> PROCESS = List.of(
            BacklogCloseWait.class,
            OrphanFinWait2.class,
            ForeignShutdown.class,
            FinWithheld.class,
            UntrackedSockets.class);

    /** Whatever is open at the end offends: it needs a JVM of its own. */
    public static final List<Class<?>> AT_EXIT = List.of(OpenAtExit.class);

    private RuleSuites() {}
}
