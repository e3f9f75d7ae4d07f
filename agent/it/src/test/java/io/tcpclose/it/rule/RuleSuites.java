package io.tcpclose.it.rule;

import java.util.List;

/** Every rule's scenarios; the tests, the JVMs they start and the generated table of the documentation read this list. */
public final class RuleSuites {
    public static final List<Class<?>> WHILE_RUNNING = List.of(
            EofNotClosed.class,
            DoneNotClosed.class,
            HalfCloseStuck.class,
            ClosedButRegistered.class,
            CollectedWithoutClose.class,
            OpenedNeverConnected.class,
            WriteAfterFin.class,
            WriteToDeadPeer.class,
            UseAfterClose.class,
            UseAfterShutdown.class,
            CloseDiscardsUnread.class,
            AbortiveClose.class,
            LateClose.class,
            IdleGrowing.class,
            ConnectionChurn.class);

    /** Whatever is open at the end offends: it needs a JVM of its own. */
    public static final List<Class<?>> AT_EXIT = List.of(OpenAtExit.class);

    private RuleSuites() {}
}
