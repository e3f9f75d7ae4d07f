package io.tcpclose.core.kernel;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.ForcedOff;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Role;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One daemon thread asleep in epoll_wait, woken only by the FIN or RST of a peer: EPOLLRDHUP, edge-triggered, says nothing
 * for data in, data out or our own close, and the kernel lets a descriptor go by itself when it is closed.
 *
 * <ol>
 *   <li>Only idle connections are watched: each wake-up of a socket passes our entry too, and an active reader notices a FIN by
 *       itself. So short and busy connections pay nothing.
 *   <li>epoll_ctl is called by the agent's thread only. It takes a mutex in the kernel, and hooks run under locks of the JDK.
 *   <li>What comes is a {@link FinHint}: it sets a time and a flag, and counts once it is confirmed.
 *   <li>On only after the FIN of a loopback pair of the agent's own was really seen ({@link #trial}): sandboxes have epoll
 *       without EPOLLRDHUP.
 * </ol>
 */
public final class FinWatcher implements FinSource {
    // linux/eventpoll.h: EPOLLRDHUP | EPOLLET; EPOLLHUP and EPOLLERR always come along
    private static final int EVENTS = 0x2000 | 0x80000000;
    private static final int RDHUP_OR_HUP = 0x2000 | 0x10;
    private static final int BATCH = 256;
    // errno-base.h
    private static final int EEXIST = 17;
    private static final int ENOSPC = 28;
    /** The limit is per user: ours must never make the application's own epoll fail. */
    private static final int SHARE_OF_LIMIT = 4;

    private static final File LIMIT = new File("/proc/sys/fs/epoll/max_user_watches");
    private static final long TRIAL_MILLIS = 2_000;
    /** Only to see whether it is to end. */
    private static final int WAIT_MILLIS = 2_000;

    private final AtomicReference<@Nullable FinHint> head = new AtomicReference<>();
    private final AtomicInteger watched = new AtomicInteger();
    private final AtomicInteger hints = new AtomicInteger();
    private final CountDownLatch trialSeen = new CountDownLatch(1);
    private final @Nullable EPollCalls calls;
    private int epoll = -1;
    private int most = Integer.MAX_VALUE;
    private boolean trialPassed;
    private volatile @Nullable Thread thread;
    /** Where its thread, of which there is one at a time, gets the events. */
    private long array;

    private volatile boolean ended;
    private volatile @Nullable String missing;

    /** Looks the private methods up and starts nothing. */
    public FinWatcher() {
        this.calls = find();
    }

    private @Nullable EPollCalls find() {
        if (ForcedOff.contains("fin-watcher")) {
            missing = "forced off";
            return null;
        }
        try {
            return new EPollCalls();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            missing = String.valueOf(e.getMessage());
            return null;
        }
    }

    /** Why it is off, or null. Before its trial it is not on either, and nothing is known to be missing. */
    public @Nullable String missing() {
        String why = missing;
        Thread known = thread;
        return why != null || known == null || known.isAlive() ? why : "its thread has died";
    }

    @Override
    public boolean isOn() {
        return trialPassed && missing == null;
    }

    /** Starts the thread. For the agent's thread, once the application has used a socket. @return whether a trial makes sense */
    public boolean start() {
        EPollCalls epolls = calls;
        if (epolls == null) return false;
        try {
            EPollCalls.initialise();
            epoll = epolls.create();
            array = epolls.allocate(BATCH);
            most = limit() / SHARE_OF_LIMIT;
            startThread();
            return true;
        } catch (IOException | ReflectiveOperationException | LinkageError e) {
            missing = String.valueOf(e.getMessage());
            return false;
        } catch (OutOfMemoryError noThread) {
            missing = "its thread cannot be started";
            end();
            KernelCalls.close(epoll);
            return false;
        }
    }

    /** Starts its thread again where it has died. For the agent's thread. */
    public void look() {
        Thread known = thread;
        if (known == null || known.isAlive() || missing != null) return;
        startThread();
    }

    private void startThread() {
        Thread fresh = thread(this::run);
        thread = fresh;
        fresh.start();
    }

    /** After the trial was to be: where it did not come about there is no watcher, and none is claimed. */
    public void settle() {
        if (trialPassed) return;
        if (missing == null) missing = "no loopback connection for its trial";
        ended = true;
    }

    /**
     * In one read(2): a number of /proc/sys ends after its first one (kernel/sysctl.c, do_proc_doulongvec_minmax), and
     * Files.readString asks for a single byte first.
     */
    static int limit() {
        try {
            return Integer.parseInt(
                    RegularFile.text(LIMIT, 32, StandardCharsets.US_ASCII).strip());
        } catch (NumberFormatException e) {
            return 65_536;
        }
    }

    private static Thread thread(Runnable run) {
        Thread thread = new Thread(null, run, "tcpclose-fin", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    private void run() {
        EPollCalls epolls = calls;
        try {
            if (epolls == null) return;
            while (missing == null) await(epolls);
            if (ended) release(epolls);
        } catch (Throwable death) {
            // look() starts another, which is told by the kernel what this one has not taken.
        }
    }

    private void await(EPollCalls epolls) {
        try {
            int n = epolls.await(epoll, array, BATCH, WAIT_MILLIS);
            long now = System.nanoTime();
            for (int i = 0; i < n; i++) told(epolls.descriptor(array, i), epolls.events(array, i), now);
        } catch (IOException e) {
            missing = String.valueOf(e.getMessage());
        }
    }

    /** Never before the thread is done with them: the numbers would be another's. */
    private void release(EPollCalls epolls) {
        KernelCalls.close(epoll);
        try {
            epolls.free(array);
        } catch (IOException e) {
            // some kilobytes
        }
    }

    /** The thread ends soon. Nobody may watch or release afterwards. */
    public void end() {
        ended = true;
        if (missing == null) missing = "detached";
    }

    private void told(int fd, int events, long now) {
        Connection c = ConnectionTable.connectionAt(fd);
        if (c == null || (events & RDHUP_OR_HUP) == 0) return;
        if (c.role == Role.OWN) {
            trialSeen.countDown();
            return;
        }
        hints.incrementAndGet();
        c.set(Connection.FIN_HINT);
        push(new FinHint(c, now));
    }

    private void push(FinHint hint) {
        FinHint before;
        do {
            before = head.get();
            hint.next = before;
        } while (!head.compareAndSet(before, hint));
    }

    @Override
    public @Nullable FinHint drain() {
        return head.getAndSet(null);
    }

    @Override
    public int hints() {
        return hints.get();
    }

    @Override
    public boolean watch(Connection c) {
        if (!isOn() || watched.get() >= most || !c.set(Connection.WATCHED)) return false;
        int errno = control(EPollCalls.ADD, c.fd);
        if (errno == EEXIST) errno = control(EPollCalls.MODIFY, c.fd);
        if (errno == ENOSPC) missing = "fs.epoll.max_user_watches is used up";
        if (errno != 0) c.clear(Connection.WATCHED);
        else watched.incrementAndGet();
        // Its number may have been given away meanwhile: what was added is then another's.
        if (!ConnectionTable.holds(c)) release(c);
        return c.has(Connection.WATCHED);
    }

    @Override
    public void release(Connection c) {
        if (!c.clear(Connection.WATCHED)) return;
        watched.decrementAndGet();
        control(EPollCalls.DELETE, c.fd);
    }

    @Override
    public void closed(Connection c) {
        if (c.clear(Connection.WATCHED)) watched.decrementAndGet();
    }

    @Override
    public void closedUnseen(int watched) {
        this.watched.addAndGet(-watched);
    }

    private int control(int operation, int fd) {
        EPollCalls epolls = calls;
        try {
            // Once it has ended the number may be that of an epoll of the application's.
            return epolls == null || ended ? -1 : epolls.control(epoll, operation, fd, EVENTS);
        } catch (IOException e) {
            missing = String.valueOf(e.getMessage());
            return -1;
        }
    }

    /**
     * A real FIN decides. To be called on the agent's thread with a connected socket of its own; {@code fin} makes the peer
     * send it.
     *
     * @return whether it was seen: from then on the watcher is on
     */
    public boolean trial(Connection own, Runnable fin) throws InterruptedException {
        boolean watched = missing == null && control(EPollCalls.ADD, own.fd) == 0;
        fin.run();
        if (!watched) {
            if (missing == null) missing = "the socket of the trial cannot be watched";
            return false;
        }
        trialPassed = trialSeen.await(TRIAL_MILLIS, TimeUnit.MILLISECONDS);
        if (!trialPassed) missing = "no EPOLLRDHUP came in the trial";
        return trialPassed;
    }
}
