package io.tcpclose.instrument.advice;

import io.tcpclose.bootstrap.ListenerHooks;
import io.tcpclose.bootstrap.Openers;
import java.io.FileDescriptor;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Advice for listeners: what the JDK does between {@code Net.serverSocket} and close. */
public final class ListenerAdvice {
    private ListenerAdvice() {}

    /** {@code NioSocketImpl.bind(InetAddress, int)}. */
    public static final class SocketBind {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.This Object owner, @Advice.Argument(1) int port, @Advice.Thrown @Nullable Throwable thrown) {
            ListenerHooks.boundExit(owner, port, thrown);
        }
    }

    /** {@code NioSocketImpl.listen(int)}. */
    public static final class SocketListen {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(@Advice.This Object owner, @Advice.Thrown @Nullable Throwable thrown) {
            ListenerHooks.listenExit(owner, thrown);
        }
    }

    /** {@code ServerSocketChannelImpl.netBind} and the bind of an asynchronous listener: {@code (SocketAddress, int)}. */
    public static final class Bind {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.This Object owner,
                @Advice.Argument(0) @Nullable Object wanted,
                @Advice.Thrown @Nullable Throwable thrown) {
            ListenerHooks.bindExit(owner, wanted, thrown);
        }
    }

    /** {@code NioSocketImpl.accept(SocketImpl)}. */
    public static final class SocketAccept {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.This Object owner,
                @Advice.Argument(0) Object filled,
                @Advice.Thrown @Nullable Throwable thrown) {
            ListenerHooks.socketAccept(owner, filled, thrown);
        }
    }

    /** The accepts of a listening channel, which return null where nobody had come. */
    public static final class Accept {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.This Object owner,
                @Advice.Return @Nullable Object taken,
                @Advice.Thrown @Nullable Throwable thrown) {
            ListenerHooks.acceptExit(owner, taken, thrown);
        }
    }

    /** {@code UnixAsynchronousServerSocketChannelImpl.implAccept}. */
    public static final class AsyncAsks {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.This Object owner) {
            ListenerHooks.asyncAsks(owner);
        }
    }

    /** {@code UnixAsynchronousServerSocketChannelImpl.finishAccept}: the new channel has been made. */
    public static final class AsyncTakes {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.This Object owner,
                @Advice.FieldValue("fdVal") int listener,
                @Advice.Argument(0) FileDescriptor accepted) {
            ListenerHooks.asyncTakes(owner);
            Openers.acceptedAsynchronously(listener, accepted);
        }
    }
}
