package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketImpl;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/** The hooks around a connection's birth: socket(2), connect(2), accept(2), and the address it got. */
public final class LifecycleHooks {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long IMPL_ADDRESS = Descriptors.offset(SocketImpl.class, "address");
    private static final long IMPL_PORT = Descriptors.offset(SocketImpl.class, "port");
    private static final long IMPL_LOCAL_PORT = Descriptors.offset(SocketImpl.class, "localport");

    private LifecycleHooks() {}

    /** A stream or datagram descriptor was created: {@code Net.socket}. */
    public static void opened(@Nullable FileDescriptor descriptor, boolean stream) {
        if (!stream || descriptor == null || HookErrors.off(Hook.SOCKET)) return;
        try {
            Connection c = register(descriptor, Role.UNKNOWN);
            if (c != null) Tracing.opened(c, SocketEvent.OPENED);
        } catch (Throwable e) {
            HookErrors.record(Hook.SOCKET, e);
        }
    }

    /** A descriptor for listening was created: {@code Net.serverSocket}. */
    public static void listener(@Nullable FileDescriptor descriptor) {
        if (descriptor == null || HookErrors.off(Hook.SOCKET)) return;
        try {
            Connection c = register(descriptor, Role.LISTENER);
            if (c != null) c.openedBy = Thread.currentThread().getName();
        } catch (Throwable e) {
            HookErrors.record(Hook.SOCKET, e);
        }
    }

    /** Puts a new descriptor into the table; null where it is not followed (agent's own, off, no room). */
    private static @Nullable Connection register(FileDescriptor descriptor, Role role) {
        if (!Tracing.enabled) return null;
        int fd = ConnectionTable.number(descriptor);
        Connection stale = ConnectionTable.at(fd);
        if (stale != null) CloseHooks.closedUnseen(stale);
        Connection c = record(descriptor, fd, role);
        if (!ConnectionTable.put(fd, c)) Tracing.UNTRACKED.incrementAndGet();
        else if (c != Tracing.NOT_OURS && c.role != Role.OWN) return c;
        return null;
    }

    /** {@link Tracing#NOT_OURS} where there is no room for one more. */
    private static Connection record(FileDescriptor descriptor, int fd, Role role) {
        boolean own = Tracing.isOwn(Thread.currentThread());
        if (!own && Tracing.TRACKED.get() >= Tracing.maxConnections) {
            Tracing.UNTRACKED.incrementAndGet();
            return Tracing.NOT_OURS;
        }
        Object mark = own ? null : Tracing.openingMark();
        long id = own ? 0 : Tracing.nextId();
        long now = System.nanoTime();
        Connection c = role == Role.LISTENER
                ? new ListeningSocket(descriptor, fd, id, now, mark)
                : new Connection(descriptor, fd, id, now, mark);
        c.role = own ? Role.OWN : role;
        if (Thread.currentThread() == Tracing.agentThread) Tracing.lastOwn = c;
        return c;
    }

    /** Which implementation owns the descriptor: told by its constructor, after {@link #opened}. */
    public static void kind(Object owner, Kind kind) {
        if (HookErrors.off(Hook.SOCKET)) return;
        try {
            Connection c = SocketHooks.findExact(Descriptors.of(owner));
            if (c != null) c.kind = kind;
        } catch (Throwable e) {
            HookErrors.record(Hook.SOCKET, e);
        }
    }

    /** Before connect(2). The address is kept as it came, with the host name that the application passed. */
    public static void connecting(FileDescriptor descriptor, @Nullable InetAddress address, int port) {
        if (HookErrors.off(Hook.CONNECT)) return;
        try {
            Connection c = SocketHooks.findExact(descriptor);
            if (c == null) return;
            if (c.role != Role.OWN) c.role = Role.CLIENT;
            c.remoteAddress = address;
            c.remotePort(port);
            Tracing.turn(c, SocketEvent.CONNECTING);
        } catch (Throwable e) {
            HookErrors.record(Hook.CONNECT, e);
        }
    }

    /** After connect(2) or the poll that completes it. {@code done}: the handshake is complete. */
    public static void connectResult(FileDescriptor descriptor, boolean done, @Nullable Throwable thrown) {
        if ((!done && thrown == null) || HookErrors.off(Hook.CONNECT)) return;
        try {
            Connection c = SocketHooks.findExact(descriptor);
            if (c == null) return;
            if (thrown != null) failed(c, thrown);
            else Tracing.turn(c, SocketEvent.CONNECTED);
        } catch (Throwable e) {
            HookErrors.record(Hook.CONNECT, e);
        }
    }

    /** Enter of an asynchronous channel's look at its connect: the exception stays inside and ends in a close. */
    public static @Nullable Connection finishingConnect(Object owner) {
        try {
            Connection c = SocketHooks.findExact(Descriptors.of(owner));
            if (c != null) c.finishingConnect = true;
            return c;
        } catch (Throwable e) {
            HookErrors.record(Hook.CONNECT, e);
            return null;
        }
    }

    /** Exit of the same. */
    public static void finishedConnect(@Nullable Connection c) {
        if (c != null) c.finishingConnect = false;
    }

    /** An asynchronous connect was completed. */
    public static void connected(Object owner) {
        FileDescriptor descriptor = Descriptors.of(owner);
        if (descriptor != null) connectResult(descriptor, true, null);
    }

    /** A connect that failed above the system call: a time-out, a close by another thread. */
    public static void connectFailed(Object owner, @Nullable Throwable thrown) {
        if (thrown == null || HookErrors.off(Hook.CONNECT)) return;
        try {
            Connection c = SocketHooks.findExact(Descriptors.of(owner));
            if (c != null) failed(c, thrown);
        } catch (Throwable e) {
            HookErrors.record(Hook.CONNECT, e);
        }
    }

    private static void failed(Connection c, Throwable thrown) {
        failed(c, ConnectFailure.of(thrown));
    }

    static void failed(Connection c, int reason) {
        if (c.role == Role.LISTENER || c.connectFailure != 0 || c.has(Connection.CONNECTED)) return;
        c.connectFailure = (byte) reason;
        Tracing.tell(c, SocketEvent.CONNECT_FAILED, c.connectFailure, Tracing.stepMark());
    }

    /**
     * {@code Net.localAddress}: called by the JDK on every connect, accept and bind path, and by {@link Adoption}. So nothing is
     * adopted here: an accept under way would be taken for an old connection, and an adoption would not end.
     */
    public static void localAddress(FileDescriptor descriptor, @Nullable InetSocketAddress local) {
        if (local == null || HookErrors.off(Hook.ADDRESS)) return;
        try {
            Connection c = ConnectionTable.at(ConnectionTable.number(descriptor));
            if (c != null && c.refersTo(descriptor)) setLocal(c, local.getAddress(), local.getPort());
        } catch (Throwable e) {
            HookErrors.record(Hook.ADDRESS, e);
        }
    }

    private static void setLocal(Connection c, @Nullable InetAddress address, int port) {
        c.localAddress = address == null ? null : LocalAddresses.intern(address);
        c.localPort(port);
    }

    /** {@code NioSocketImpl.accept}: the new connection is in the SocketImpl that was filled. */
    public static void accepted(Object listener, @Nullable Object impl) {
        if (!(impl instanceof SocketImpl) || HookErrors.off(Hook.ACCEPT)) return;
        try {
            FileDescriptor descriptor = Descriptors.of(impl);
            Connection c = acceptedAt(descriptor, Kind.SOCKET);
            if (c == null || descriptor == null) return;
            c.remoteAddress = (InetAddress) Descriptors.read(impl, IMPL_ADDRESS);
            if (IMPL_PORT != PrivateLinks.NONE) c.remotePort(UNSAFE.getInt(impl, IMPL_PORT));
            if (IMPL_LOCAL_PORT != PrivateLinks.NONE) c.localPort(UNSAFE.getInt(impl, IMPL_LOCAL_PORT));
            c.localAddress = Adoption.localAddress(descriptor);
            Openers.accepted(listener, c);
            Tracing.opened(c, SocketEvent.ACCEPTED);
        } catch (Throwable e) {
            HookErrors.record(Hook.ACCEPT, e);
        }
    }

    /** A channel was built around a descriptor that is connected already: accepted or inherited. */
    public static void accepted(FileDescriptor descriptor, @Nullable Object remote, @Nullable Object local, Kind kind) {
        if (!(remote instanceof InetSocketAddress) || HookErrors.off(Hook.ACCEPT)) return;
        try {
            Connection c = acceptedAt(descriptor, kind);
            if (c == null) return;
            setRemote(c, (InetSocketAddress) remote);
            if (local instanceof InetSocketAddress) {
                setLocal(c, ((InetSocketAddress) local).getAddress(), ((InetSocketAddress) local).getPort());
            }
            Tracing.opened(c, SocketEvent.ACCEPTED);
        } catch (Throwable e) {
            HookErrors.record(Hook.ACCEPT, e);
        }
    }

    private static void setRemote(Connection c, InetSocketAddress remote) {
        c.remoteAddress = remote.getAddress();
        c.remotePort(remote.getPort());
    }

    private static @Nullable Connection acceptedAt(@Nullable FileDescriptor descriptor, Kind kind) {
        if (descriptor == null) return null;
        Connection c = register(descriptor, Role.SERVER);
        if (c != null) c.kind = kind;
        return c;
    }

    /** Two threads may meet it at once: the second uses the record of the first. */
    static @Nullable Connection adopted(
            FileDescriptor descriptor, int fd, InetSocketAddress local, InetSocketAddress remote) {
        Connection c = record(descriptor, fd, Role.UNKNOWN);
        if (!ConnectionTable.putIfFree(fd, c)) c = ConnectionTable.at(fd);
        else if (c != Tracing.NOT_OURS && c.role != Role.OWN) adopt(c, local, remote);
        return c == Tracing.NOT_OURS ? null : c;
    }

    private static void adopt(Connection c, InetSocketAddress local, InetSocketAddress remote) {
        c.openedTrace = null;
        c.set(Connection.ADOPTED);
        setLocal(c, local.getAddress(), local.getPort());
        setRemote(c, remote);
        Tracing.opened(c, SocketEvent.ADOPTED);
        c.push(new Step(c, SocketEvent.ADOPTED, c.openedNanos, 0, Tracing.stepMark()));
    }
}
