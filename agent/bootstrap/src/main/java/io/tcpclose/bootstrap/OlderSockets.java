package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Late attach: sockets older than the agent that no hook has met yet, which the agent's thread finds in /proc. Such a record is
 * known by its number alone: nobody has shown the FileDescriptor object, and {@link #UNMET} stands in its place. The first
 * lifecycle hook that meets the number with an object binds the two.
 */
public final class OlderSockets {
    /** Held here for ever, so that a record with it never looks collected. Its number is none. */
    static final FileDescriptor UNMET = new FileDescriptor();

    private OlderSockets() {}

    /**
     * Registers a socket under its number, unless a hook was quicker.
     *
     * @param role {@link Role#LISTENER} for a listening one
     * @param nanos {@link System#nanoTime()} when the agent first saw it
     * @return null where it found no place
     */
    public static @Nullable Connection takeIn(
            int fd, Role role, InetAddress local, int localPort, InetAddress remote, int remotePort, long nanos) {
        if (!Tracing.adopting) return null;
        if (Tracing.TRACKED.get() >= Tracing.maxConnections) {
            if (ConnectionTable.putIfFree(fd, Tracing.NOT_OURS)) Tracing.UNTRACKED.incrementAndGet();
            return null;
        }
        Connection c =
                role == Role.LISTENER ? listening(fd, nanos) : new Connection(UNMET, fd, Tracing.nextId(), nanos, null);
        c.role = role;
        c.set(Connection.ADOPTED);
        c.localAddress = LocalAddresses.intern(local);
        c.localPort(localPort);
        if (role != Role.LISTENER) connected(c, remote, remotePort);
        if (ConnectionTable.putIfFree(fd, c)) return c;
        uncount(c);
        return null;
    }

    private static Connection listening(int fd, long nanos) {
        ListeningSocket l = new ListeningSocket(UNMET, fd, Tracing.nextId(), nanos, null);
        l.foundListening();
        l.push(new Step(l, SocketEvent.ADOPTED, nanos, 0));
        return l;
    }

    /** All of it before others can find the record: its close may be the next thing to happen. */
    private static void connected(Connection c, InetAddress remote, int remotePort) {
        c.remoteAddress = remote;
        c.remotePort(remotePort);
        c.set(Connection.CONNECTED);
        c.push(new Step(c, SocketEvent.ADOPTED, c.openedNanos, 0));
        Tracing.OPENED.incrementAndGet();
        Tracing.TRACKED.incrementAndGet();
        Tracing.turn(c, SocketEvent.ADOPTED);
    }

    private static void uncount(Connection c) {
        if (c.role == Role.LISTENER) return;
        Tracing.OPENED.decrementAndGet();
        Tracing.TRACKED.decrementAndGet();
    }

    /** The number led elsewhere by the time of {@link #takeIn}: as if it had never been. */
    public static void takeBack(Connection c) {
        if (ConnectionTable.remove(c.fd, c)) uncount(c);
    }

    /** The number leads elsewhere now: something closed the socket that passes no hook. */
    public static void gone(Connection c) {
        CloseHooks.closedUnseen(c);
    }

    /** Whether only its number is known. */
    public static boolean isUnmet(Connection c) {
        return c.refersTo(UNMET);
    }

    /** Whether this object is the connection's; an unmet one takes the first that a hook shows. */
    static boolean isOf(Connection c, FileDescriptor descriptor) {
        if (c.refersTo(descriptor)) return true;
        if (!c.refersTo(UNMET)) return false;
        Anomalies met = c.anomaliesForUpdate();
        WeakReference<FileDescriptor> owner = met.owner;
        if (owner != null) return owner.refersTo(descriptor);
        met.owner = new WeakReference<>(descriptor);
        return true;
    }

    /** As {@link #isOf}, of a connection that is closed: nothing is bound any more. */
    static boolean wasOf(Connection c, FileDescriptor descriptor) {
        if (c.refersTo(descriptor)) return true;
        Anomalies met = c.anomalies;
        WeakReference<FileDescriptor> owner = met == null ? null : met.owner;
        return owner != null && owner.refersTo(descriptor);
    }

    /** Whether nobody can close it any more, as far as that is known. */
    public static boolean isOwnerless(Connection c) {
        if (c.refersTo(null)) return true;
        Anomalies met = c.anomalies;
        WeakReference<FileDescriptor> owner = met == null ? null : met.owner;
        return owner != null && owner.refersTo(null);
    }

    /** To ask the kernel by number. What it says of another socket is not used: the asker looks into the table afterwards. */
    static FileDescriptor byNumber(Connection c) {
        return Descriptors.withNumber(c.fd);
    }
}
