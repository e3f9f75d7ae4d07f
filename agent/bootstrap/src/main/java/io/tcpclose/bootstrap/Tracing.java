package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The switches and totals that hooks share with the agent: set once by the agent before weaving, or by its kill switch. */
public final class Tracing {
    /** Marks a number that is known to be no TCP connection (pipe, Unix domain), after a late attach. */
    static final Connection NOT_OURS = new Connection(new FileDescriptor(), -1, 0, 0, null);

    static final AtomicLong OPENED = new AtomicLong();
    static final AtomicLong UNTRACKED = new AtomicLong();
    static final AtomicInteger TRACKED = new AtomicInteger();
    private static final AtomicLong IDS = new AtomicLong();

    /** Stack detail: 0 off, 1 opening only, 2 every lifecycle step. */
    static volatile int stacks = 2;

    static volatile boolean enabled;
    static volatile boolean adopting;
    static volatile int maxConnections = 262_144;
    static volatile @Nullable ConnectionListener listener;
    static volatile @Nullable Thread agentThread;
    static volatile @Nullable ThreadGroup ownThreads;

    private static volatile @Nullable String version;
    private static volatile boolean detached;
    static volatile @Nullable Connection lastOwn;

    private Tracing() {}

    /** The agent that is or was in this JVM: a second one finds it here, whatever its loader. */
    public static @Nullable String version() {
        return version;
    }

    public static void version(String version) {
        Tracing.version = version;
    }

    /** Whether that agent has left. One of the same version may come, since the classes of this package stay. */
    public static boolean isDetached() {
        return detached;
    }

    /** Starts tracing. {@code adopting}: a late attach, so descriptors without history are taken in as they are met. */
    public static void start(ConnectionListener listener, int stacks, int maxConnections, boolean adopting) {
        Tracing.listener = listener;
        Tracing.stacks = stacks;
        Tracing.maxConnections = maxConnections;
        Tracing.adopting = adopting && Adoption.isPossible();
        // What a hook that was under way still left there when the agent before us stopped.
        if (detached) forget();
        zero();
        detached = false;
        Tracing.enabled = true;
    }

    /** The kill switch: from now on the woven code finds nothing and does nothing, and nothing here knows the agent. */
    public static void stop() {
        enabled = false;
        adopting = false;
        listener = null;
        agentThread = null;
        ownThreads = null;
        forget();
        detached = true;
    }

    /** All that one agent has learned: the next one begins as the first one did. */
    private static void forget() {
        lastOwn = null;
        zero();
        ConnectionTable.clear();
        ClosedConnections.clear();
        HttpRequests.clear();
        LocalAddresses.clear();
        StackBudget.reset();
        HookErrors.reset();
        OutOfDescriptors.reset();
        FoundRegistries.clear();
        Correlation.reader(null);
    }

    private static void zero() {
        OPENED.set(0);
        UNTRACKED.set(0);
        TRACKED.set(0);
    }

    /** Sockets that this thread opens are the agent's own and stay invisible. */
    public static void agentThread(Thread thread) {
        agentThread = thread;
    }

    /** So are those of every thread in this group, and what they accept. */
    public static void ownThreads(ThreadGroup group) {
        ownThreads = group;
    }

    static boolean isOwn(Thread thread) {
        return thread == agentThread || (ownThreads != null && thread.getThreadGroup() == ownThreads);
    }

    /** The record of the socket that the agent's thread opened last: what its self-test reads. */
    public static @Nullable Connection lastOwn() {
        return lastOwn;
    }

    /** Changes how many stacks are taken; 0 off, 1 opening only, 2 every lifecycle step. */
    public static void stacks(int stacks) {
        Tracing.stacks = stacks;
    }

    /** Connections registered since the start, adopted ones included, the agent's own and listeners not. */
    public static long opened() {
        return OPENED.get();
    }

    /** Connections that found no room in the table and are not followed. */
    public static long untracked() {
        return UNTRACKED.get();
    }

    /** The agent's thread found that nobody can close this connection any more. */
    public static void collected(Connection connection) {
        tell(connection, SocketEvent.COLLECTED, 0, null);
    }

    /**
     * The agent's thread found something out by asking the kernel.
     *
     * @param nanos {@link System#nanoTime()} when it happened, as far as that is known
     */
    public static void observed(Connection connection, SocketEvent event, long nanos, long detail) {
        tell(new Step(connection, event, nanos, detail));
    }

    static long nextId() {
        return IDS.incrementAndGet();
    }

    static @Nullable StackMark openingMark() {
        return stacks > 0 && StackBudget.take() ? new StackMark() : null;
    }

    /** Of a request that may open a connection, on the thread that makes it. */
    static @Nullable StackMark requestMark() {
        if (!enabled || stacks == 0 || isOwn(Thread.currentThread())) return null;
        return StackBudget.takeForRequest() ? new StackMark() : null;
    }

    static @Nullable Object stepMark() {
        return stacks > 1 && StackBudget.take() ? new StackMark() : null;
    }

    /** Asked for by the agent's thread, which keeps to a budget of its own. */
    static @Nullable Object useMark() {
        return stacks > 1 ? new StackMark() : null;
    }

    /** A new connection: counted, and told to core. */
    static void opened(Connection c, SocketEvent event) {
        OPENED.incrementAndGet();
        TRACKED.incrementAndGet();
        String thread = Thread.currentThread().getName();
        TraceIds ids = c.openedTrace == null ? null : Correlation.ids();
        c.openedBy = ids == null ? thread : new Opening(thread, ids);
        if (event != SocketEvent.OPENED) c.set(Connection.CONNECTED);
        turn(c, event);
    }

    /** An event without an entry of its own on the life line. */
    static void turn(Connection c, SocketEvent event) {
        if (event == SocketEvent.CONNECTED) {
            c.connected(System.nanoTime());
            c.set(Connection.CONNECTED);
        }
        ConnectionListener l = listener;
        if (l != null && c.role != Role.OWN) l.onEvent(c, event, null);
    }

    static void tell(Step step) {
        Connection c = step.connection;
        c.push(step);
        ConnectionListener l = listener;
        if (l != null && c.role != Role.OWN) l.onEvent(c, step.event, step);
    }

    static void tell(Connection c, SocketEvent event, long detail, @Nullable Object mark) {
        tell(new Step(c, event, System.nanoTime(), detail, mark));
    }

    static void tell(Connection c, SocketEvent event, long detail, @Nullable Object mark, Doing doing) {
        tell(new Step(c, event, System.nanoTime(), detail, mark, doing));
    }
}
