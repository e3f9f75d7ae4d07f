package io.tcpclose.instrument.advice;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.LifecycleHooks;
import io.tcpclose.bootstrap.Operation;
import io.tcpclose.bootstrap.RingHooks;
import java.io.FileDescriptor;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Advice for the ring around a connection's birth: of which kind it is, that it was accepted, how its connect went. */
public final class BirthAdvice {
    private BirthAdvice() {}

    /** {@code NioSocketImpl.create}. */
    public static final class SocketKind {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object owner) {
            LifecycleHooks.kind(owner, Kind.SOCKET);
        }
    }

    /** Constructor of a channel that will connect. */
    public static final class ChannelKind {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object owner) {
            LifecycleHooks.kind(owner, Kind.CHANNEL);
        }
    }

    /** Constructor of an asynchronous channel that will connect. */
    public static final class AsyncKind {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object owner) {
            LifecycleHooks.kind(owner, Kind.ASYNC);
        }
    }

    /** Constructor of a channel around a connected descriptor: accepted or inherited. */
    public static final class ChannelAccepted {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.Argument(2) FileDescriptor descriptor,
                @Advice.Argument(3) Object remote,
                @Advice.FieldValue("localAddress") Object local) {
            LifecycleHooks.accepted(descriptor, remote, local, Kind.CHANNEL);
        }
    }

    /** Constructor of an asynchronous channel around an accepted descriptor. */
    public static final class AsyncAccepted {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.Argument(1) FileDescriptor descriptor,
                @Advice.Argument(2) Object remote,
                @Advice.FieldValue("localAddress") Object local) {
            LifecycleHooks.accepted(descriptor, remote, local, Kind.ASYNC);
        }
    }

    /** {@code UnixAsynchronousSocketChannelImpl.setConnected}. */
    public static final class AsyncConnected {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object owner) {
            LifecycleHooks.connected(owner);
        }
    }

    /** {@code UnixAsynchronousSocketChannelImpl.finishConnect}. */
    public static final class AsyncFinishConnect {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(@Advice.This Object owner) {
            return LifecycleHooks.finishingConnect(owner);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Connection connection) {
            LifecycleHooks.finishedConnect(connection);
        }
    }

    /** The timed part of a connect: a time-out, which no system call returns, and before the close that follows it. */
    public static final class TimedConnect {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.Thrown @Nullable Throwable thrown) {
            LifecycleHooks.connectFailed(owner, thrown);
        }
    }

    /** {@code SocketChannelImpl.connect}: refused in Java when closed. */
    public static final class ChannelConnect {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.Thrown @Nullable Throwable thrown) {
            RingHooks.channelLateUse(owner, Operation.CONNECT, thrown);
        }
    }
}
