package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionListener;
import io.tcpclose.bootstrap.Role;
import io.tcpclose.bootstrap.SocketEvent;
import io.tcpclose.bootstrap.Step;
import io.tcpclose.core.connection.States;
import io.tcpclose.core.connection.Transitions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where application threads leave events: the state is turned at once, what a rule may want goes on a lock-free stack for the
 * agent's thread. Many producers, one consumer; a producer never waits.
 */
public final class EventInbox implements ConnectionListener {
    private static final int WAKE_AT = 4_096;
    private static final int MAX_PENDING = 131_072;

    private final AtomicReference<@Nullable Step> head = new AtomicReference<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong closed = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong[] shutdowns = {new AtomicLong(), new AtomicLong()};
    private final UnseenEnds unseen = new UnseenEnds();
    private volatile @Nullable Thread consumer;

    /** Woken before its time when much is waiting. */
    public void consumer(Thread consumer) {
        this.consumer = consumer;
    }

    @Override
    public void onEvent(Connection connection, SocketEvent event, @Nullable Step step) {
        Transitions.apply(connection, event);
        if (step == null) return;
        boolean gone = event == SocketEvent.CLOSED || event == SocketEvent.PRE_CLOSED;
        if (gone && connection.role != Role.LISTENER) closed.incrementAndGet();
        else if (event == SocketEvent.SHUTDOWN_INPUT) shutdowns[0].incrementAndGet();
        else if (event == SocketEvent.SHUTDOWN_OUTPUT) shutdowns[1].incrementAndGet();
        if (isTold(event)) push(step);
    }

    @Override
    public String inbound(int state) {
        return States.inbound(state).label();
    }

    @Override
    public String outbound(int state) {
        return States.outbound(state).label();
    }

    /** What a rule or a sum wants at once; the rest stays on the life line. */
    private static boolean isTold(SocketEvent event) {
        return switch (event) {
            case OPENED, CONNECTING, CONNECTED, ACCEPTED, ADOPTED, CLOSE, CLOSE_HELD -> false;
            case BOUND, BIND_FAILED, LISTENING -> false;
            case EOF, SHUTDOWN_INPUT, SHUTDOWN_OUTPUT, WRITE_AFTER_EOF, PEER_FIN, GIVEN_UP -> false;
            case CLOSED, PRE_CLOSED, COLLECTED, CONNECT_FAILED, RESET, BROKEN_PIPE -> true;
            case WRITE_TO_DEAD, USE_AFTER_CLOSE, USE_AFTER_SHUTDOWN -> true;
            case PEER_RESET, WRITE_AFTER_FIN, FOREIGN_SHUTDOWN, DATA_AFTER_SHUTDOWN -> true;
        };
    }

    /** Loads all that an event needs, so that no application thread does it under a socket's lock. */
    public static void preload() {
        for (SocketEvent event : SocketEvent.values()) {
            isTold(event);
            Transitions.next(States.START, event);
        }
        EventInbox inbox = new EventInbox();
        inbox.inbound(States.START);
        inbox.outbound(States.START);
        inbox.drain();
    }

    private void push(Step step) {
        int waiting = pending.incrementAndGet();
        if (waiting > MAX_PENDING) {
            pending.decrementAndGet();
            dropped.incrementAndGet();
            boolean gone = step.event == SocketEvent.CLOSED || step.event == SocketEvent.PRE_CLOSED;
            if (gone && step.connection.role != Role.LISTENER) unseen.add(step.connection);
            return;
        }
        Step before;
        do {
            before = head.get();
            step.next = before;
        } while (!head.compareAndSet(before, step));
        if (waiting == WAKE_AT) LockSupport.unpark(consumer);
    }

    /** Takes all that is waiting, oldest first, linked by {@link Step#next}; null when nothing is. */
    @Nullable
    Step drain() {
        Step newest = head.getAndSet(null);
        Step oldest = null;
        int taken = 0;
        while (newest != null) {
            Step next = newest.next;
            newest.next = oldest;
            oldest = newest;
            newest = next;
            taken++;
        }
        pending.addAndGet(-taken);
        return oldest;
    }

    /** Ends among what was dropped. */
    UnseenEnds unseen() {
        return unseen;
    }

    /** Connections whose descriptor is gone, exact even where events were dropped. */
    public long closed() {
        return closed.get();
    }

    public long dropped() {
        return dropped.get();
    }

    public long inputShutdowns() {
        return shutdowns[0].get();
    }

    public long outputShutdowns() {
        return shutdowns[1].get();
    }
}
