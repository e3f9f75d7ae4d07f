package io.tcpclose.bootstrap;

import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** The hooks around a listener: bind, listen, accept, and its way out of the table. */
public final class ListenerHooks {
    /** By a constant, so that no hook is the first to need the class. */
    private static final Class<?> TIMEOUT = SocketTimeoutException.class;

    private ListenerHooks() {}

    private static @Nullable ListeningSocket find(Object owner) {
        Connection c = SocketHooks.findExact(Descriptors.of(owner));
        return c instanceof ListeningSocket ? (ListeningSocket) c : null;
    }

    /** Exit of {@code NioSocketImpl.bind}, of a client's too; listen is a call of its own. */
    public static void boundExit(Object owner, int port, @Nullable Throwable thrown) {
        if (HookErrors.off(Hook.ADDRESS)) return;
        try {
            ListeningSocket l = find(owner);
            if (l == null || l.isBound()) return;
            if (thrown != null) {
                failed(l, port, thrown);
                return;
            }
            l.bound();
            Tracing.tell(l, SocketEvent.BOUND, 0, Tracing.stepMark());
        } catch (Throwable e) {
            HookErrors.record(Hook.ADDRESS, e);
        }
    }

    /** Exit of {@code NioSocketImpl.listen}. */
    public static void listenExit(Object owner, @Nullable Throwable thrown) {
        if (HookErrors.off(Hook.ADDRESS)) return;
        try {
            ListeningSocket l = find(owner);
            if (l != null && !l.isListening()) listens(l, l.localPort(), thrown);
        } catch (Throwable e) {
            HookErrors.record(Hook.ADDRESS, e);
        }
    }

    /** Exit of a channel's bind, which listens as well. */
    public static void bindExit(Object owner, @Nullable Object wanted, @Nullable Throwable thrown) {
        if (HookErrors.off(Hook.ADDRESS)) return;
        try {
            ListeningSocket l = find(owner);
            if (l == null || l.isListening()) return;
            int port = wanted instanceof InetSocketAddress ? ((InetSocketAddress) wanted).getPort() : 0;
            listens(l, port, thrown);
        } catch (Throwable e) {
            HookErrors.record(Hook.ADDRESS, e);
        }
    }

    private static void listens(ListeningSocket l, int port, @Nullable Throwable thrown) {
        if (thrown != null) {
            failed(l, port, thrown);
            return;
        }
        l.listening();
        Tracing.tell(l, SocketEvent.LISTENING, 0, Tracing.stepMark());
    }

    private static void failed(ListeningSocket l, int port, Throwable thrown) {
        l.bindFailed(port, text(thrown));
        Tracing.tell(l, SocketEvent.BIND_FAILED, port, Tracing.stepMark());
    }

    /** What the JDK says; where it says nothing, what it throws. */
    private static String text(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getName() : message;
    }

    /** Exit of {@code NioSocketImpl.accept}: the new connection is in the SocketImpl that was filled. */
    public static void socketAccept(Object owner, @Nullable Object filled, @Nullable Throwable thrown) {
        if (thrown == null) LifecycleHooks.accepted(owner, filled);
        acceptExit(owner, filled, thrown);
    }

    /** Exit of an accept. @param taken null where nobody had come. */
    public static void acceptExit(Object owner, @Nullable Object taken, @Nullable Throwable thrown) {
        OutOfDescriptors.look(thrown);
        if ((thrown == null && taken == null) || HookErrors.off(Hook.ACCEPT)) return;
        try {
            ListeningSocket l = find(owner);
            if (l == null) return;
            if (thrown != null && TIMEOUT.isInstance(thrown)) return;
            long now = System.nanoTime();
            l.accepting(now);
            if (thrown == null) l.accepted(now);
            else l.acceptFailed(now, text(thrown));
        } catch (Throwable e) {
            HookErrors.record(Hook.ACCEPT, e);
        }
    }

    /** Enter of an asynchronous accept: the caller asks, a thread of the JDK's may take. */
    public static void asyncAsks(Object owner) {
        if (HookErrors.off(Hook.ACCEPT)) return;
        try {
            ListeningSocket l = find(owner);
            if (l != null) l.accepting(System.nanoTime());
        } catch (Throwable e) {
            HookErrors.record(Hook.ACCEPT, e);
        }
    }

    /** An asynchronous accept has taken a connection. */
    public static void asyncTakes(Object owner) {
        if (HookErrors.off(Hook.ACCEPT)) return;
        try {
            ListeningSocket l = find(owner);
            if (l != null) l.accepted(System.nanoTime());
        } catch (Throwable e) {
            HookErrors.record(Hook.ACCEPT, e);
        }
    }

    /** Enter of the application's close. @return the listener, for {@link CloseHooks#closeExit}; null where it was closed before */
    static @Nullable Connection closes(ListeningSocket l, Object owner) {
        if (!l.set(Connection.CLOSING)) return null;
        Doing doing = Doing.close(l, owner);
        if (doing == Doing.FINALIZER_CLOSES) CloseHooks.collected(l, doing);
        Tracing.tell(l, SocketEvent.CLOSE, 0, Tracing.stepMark(), doing);
        return l;
    }

    /** Enter of the dup2 under a blocked accept: LISTEN ends here, and what waited in the queue is reset. */
    static void preClosed(ListeningSocket l) {
        if (l.set(Connection.PRE_CLOSED)) Tracing.tell(l, SocketEvent.PRE_CLOSED, 0, null);
    }

    /** Enter of close(2), or its number was given away unseen. */
    static void released(ListeningSocket l) {
        if (!ConnectionTable.remove(l.fd, l)) return;
        if (l.has(Connection.PRE_CLOSED)) {
            l.push(new Step(l, SocketEvent.CLOSED, System.nanoTime(), 0, null));
            return;
        }
        if (!l.has(Connection.CLOSING) && Doing.isCleaner()) CloseHooks.collected(l, Doing.CLEANER_CLOSES);
        Tracing.tell(l, SocketEvent.CLOSED, 0, null);
    }
}
