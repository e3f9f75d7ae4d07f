package io.tcpclose.instrument.advice;

import io.tcpclose.bootstrap.CloseHooks;
import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Operation;
import io.tcpclose.bootstrap.RingHooks;
import io.tcpclose.bootstrap.SocketHooks;
import java.nio.channels.SelectionKey;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Advice for the cold methods that carry intent and caller, and for refusals that never reach a system call. */
public final class RingAdvice {
    private RingAdvice() {}

    /** shutdownInput of any kind. */
    public static final class ShutdownInput {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object owner) {
            CloseHooks.shutdownInputEnter(owner);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.Thrown @Nullable Throwable thrown) {
            RingHooks.channelLateUse(owner, Operation.SHUTDOWN, thrown);
        }
    }

    /** shutdownOutput of any kind. */
    public static final class ShutdownOutput {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(@Advice.This Object owner) {
            return CloseHooks.shutdownOutputEnter(owner);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.This Object owner,
                @Advice.Enter @Nullable Connection connection,
                @Advice.Thrown @Nullable Throwable thrown) {
            CloseHooks.shutdownOutputExit(owner, connection, thrown);
        }
    }

    /** close of any kind, as the application (or a failed connect) calls it. */
    public static final class Close {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(@Advice.This Object owner) {
            return CloseHooks.closeEnter(owner);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Connection connection) {
            CloseHooks.closeExit(connection);
        }
    }

    /** {@code NioSocketImpl.read(byte[], int, int)}. */
    public static final class SocketRead {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.Return int n) {
            if (n < 0) RingHooks.readAfterShutdown(owner);
        }
    }

    /** {@code NioSocketImpl.beginRead}: refuses a closed socket. */
    public static final class BeginRead {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.Thrown @Nullable Throwable thrown) {
            if (thrown != null) RingHooks.lateUse(owner, Operation.READ);
        }
    }

    /** {@code NioSocketImpl.beginWrite}: refuses a closed socket. */
    public static final class BeginWrite {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.Thrown @Nullable Throwable thrown) {
            if (thrown != null) RingHooks.lateUse(owner, Operation.WRITE);
        }
    }

    /** {@code SocketChannelImpl.ensureOpenAndConnected}: called by every read and write, by nothing else. */
    public static final class ChannelEnsureOpen {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.Thrown @Nullable Throwable thrown) {
            if (thrown != null) RingHooks.channelLateUse(owner, Operation.UNKNOWN, thrown);
        }
    }

    /** {@code SocketChannelImpl.beginRead}: what follows returns -1 when the input is shut. */
    public static final class ChannelBeginRead {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.FieldValue("isInputClosed") boolean shut) {
            if (shut) RingHooks.readAfterShutdown(owner);
        }
    }

    /** {@code SocketChannelImpl.beginWrite}: refuses, in blocking mode, when the output is shut. */
    public static final class ChannelBeginWrite {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.This Object owner,
                @Advice.FieldValue("isOutputClosed") boolean shut,
                @Advice.Thrown @Nullable Throwable thrown) {
            if (thrown != null && shut) RingHooks.writeAfterShutdown(owner);
        }
    }

    /** The private read of an asynchronous channel, to which all public ones come. */
    public static final class AsyncRead {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object owner,
                @Advice.FieldValue("closed") boolean closed,
                @Advice.FieldValue("readShutdown") boolean shut) {
            if (closed) RingHooks.lateUse(owner, Operation.READ);
            else if (shut) RingHooks.readAfterShutdown(owner);
        }
    }

    /** The private write of an asynchronous channel, to which all public ones come. */
    public static final class AsyncWrite {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.This Object owner,
                @Advice.FieldValue("closed") boolean closed,
                @Advice.FieldValue("writeShutdown") boolean shut) {
            if (closed) RingHooks.lateUse(owner, Operation.WRITE);
            else if (shut) RingHooks.writeAfterShutdown(owner);
        }
    }

    /** {@code NioSocketImpl.park(FileDescriptor, int, long)} and {@code SelChImpl.park(int, long)}. */
    public static final class SocketPark {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(@Advice.This Object owner, @Advice.Argument(1) int event) {
            return RingHooks.waitEnter(owner, event);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Connection connection,
                @Advice.Argument(1) int event,
                @Advice.Thrown @Nullable Throwable thrown) {
            RingHooks.waitExit(connection, event, thrown);
        }
    }

    /** {@code SelChImpl.park(int, long)}. */
    public static final class ChannelPark {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(@Advice.This Object owner, @Advice.Argument(0) int event) {
            return RingHooks.waitEnter(owner, event);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Connection connection,
                @Advice.Argument(0) int event,
                @Advice.Thrown @Nullable Throwable thrown) {
            RingHooks.waitExit(connection, event, thrown);
        }
    }

    /** {@code SocketChannelImpl.translateInterestOps(int)}: the selector is about to tell the kernel. */
    public static final class Interest {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object owner, @Advice.Argument(0) int ops) {
            RingHooks.interest(owner, ops);
        }
    }

    /** {@code AbstractSelector.deregister}. */
    public static final class Deregister {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Argument(0) Object key) {
            RingHooks.deregistered(key);
        }
    }

    /** {@code UnixAsynchronousSocketChannelImpl.updateEvents}: OP_READ while a read is pending. */
    public static final class AsyncInterest {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.FieldValue("readPending") boolean pending) {
            RingHooks.interest(owner, pending ? SelectionKey.OP_READ : 0);
        }
    }

    /** {@code SocketChannelImpl.socket()}. */
    public static final class Adaptor {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object owner) {
            RingHooks.adaptor(owner);
        }
    }

    /** {@code sendUrgentData} and {@code sendOutOfBandData}. */
    public static final class Urgent {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object owner) {
            SocketHooks.urgentSent(owner);
        }
    }

    /** {@code SSLSocketImpl.doneConnect}. */
    public static final class TlsConnected {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object owner) {
            RingHooks.tls(owner);
        }
    }

    /** {@code SSLSocketImpl.close}. */
    public static final class TlsClose {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(@Advice.This Object owner) {
            return RingHooks.tlsCloseEnter(owner);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Connection connection) {
            RingHooks.tlsCloseExit(connection);
        }
    }

    /** {@code TransportContext.fatal}: says a fatal alert and closes the socket. */
    public static final class TlsFatal {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(@Advice.This Object context) {
            return RingHooks.tlsActs(context);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Connection connection) {
            RingHooks.tlsActed(connection);
        }
    }

    /** {@code Alert.AlertConsumer.consume}: answers close_notify and shuts the output down, inside a read. */
    public static final class TlsAlert {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(@Advice.Argument(0) Object context) {
            return RingHooks.tlsActs(context);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Connection connection, @Advice.Thrown @Nullable Throwable thrown) {
            RingHooks.tlsAlert(connection, thrown);
        }
    }

    /** {@code SSLSocketImpl.AppInputStream.read}. */
    public static final class TlsRead {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.FieldValue("this$0") Object socket, @Advice.Thrown @Nullable Throwable thrown) {
            if (thrown != null) RingHooks.tlsLateUse(socket, Operation.READ, thrown);
        }
    }

    /** {@code SSLSocketImpl.AppOutputStream.write}. */
    public static final class TlsWrite {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.FieldValue("this$0") Object socket, @Advice.Thrown @Nullable Throwable thrown) {
            if (thrown != null) RingHooks.tlsLateUse(socket, Operation.WRITE, thrown);
        }
    }

    /** {@code Socket.connect(SocketAddress, int)}. */
    public static final class SocketLateConnect {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.Thrown @Nullable Throwable thrown) {
            if (thrown != null) RingHooks.socketLateUse(owner, Operation.CONNECT, thrown);
        }
    }

    /** {@code Socket.shutdownInput} and {@code Socket.shutdownOutput}. */
    public static final class SocketLateShutdown {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.Thrown @Nullable Throwable thrown) {
            if (thrown != null) RingHooks.socketLateUse(owner, Operation.SHUTDOWN, thrown);
        }
    }
}
