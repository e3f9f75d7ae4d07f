package io.tcpclose.instrument.advice;

import io.tcpclose.bootstrap.CloseHooks;
import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.LifecycleHooks;
import io.tcpclose.bootstrap.OutOfDescriptors;
import io.tcpclose.bootstrap.RingHooks;
import io.tcpclose.bootstrap.SocketHooks;
import java.io.FileDescriptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Advice for the JDK's own system call layer, where a FileDescriptor is at hand and every kind of socket passes. */
public final class WaistAdvice {
    private WaistAdvice() {}

    /** {@code Net.socket(ProtocolFamily, boolean stream)}. */
    public static final class Opened {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Return @Nullable FileDescriptor descriptor,
                @Advice.Argument(1) boolean stream,
                @Advice.Thrown @Nullable Throwable thrown) {
            if (thrown == null) LifecycleHooks.opened(descriptor, stream);
            else OutOfDescriptors.look(thrown);
        }
    }

    /** {@code Net.serverSocket(ProtocolFamily…)}. */
    public static final class Listener {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Return FileDescriptor descriptor) {
            LifecycleHooks.listener(descriptor);
        }
    }

    /** {@code Net.connect(ProtocolFamily, FileDescriptor, InetAddress, int)}: positive is connected, -2 in progress. */
    public static final class Connect {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(
                @Advice.Argument(1) FileDescriptor descriptor,
                @Advice.Argument(2) InetAddress address,
                @Advice.Argument(3) int port) {
            LifecycleHooks.connecting(descriptor, address, port);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Argument(1) FileDescriptor descriptor,
                @Advice.Return int result,
                @Advice.Thrown @Nullable Throwable thrown) {
            LifecycleHooks.connectResult(descriptor, result > 0, thrown);
        }
    }

    /** {@code Net.pollConnectNow(FileDescriptor)}. */
    public static final class PollConnect {
        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Argument(0) FileDescriptor descriptor,
                @Advice.Return boolean connected,
                @Advice.Thrown @Nullable Throwable thrown) {
            LifecycleHooks.connectResult(descriptor, connected, thrown);
        }
    }

    /** {@code Net.localAddress(FileDescriptor)}. */
    public static final class LocalAddress {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.Argument(0) FileDescriptor descriptor, @Advice.Return InetSocketAddress local) {
            LifecycleHooks.localAddress(descriptor, local);
        }
    }

    /** {@code Net.setSocketOption(FileDescriptor, ProtocolFamily, SocketOption, Object)}. */
    public static final class Option {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.Argument(0) FileDescriptor descriptor,
                @Advice.Argument(2) SocketOption<?> name,
                @Advice.Argument(3) Object value) {
            RingHooks.option(descriptor, name, value);
        }
    }

    /** {@code SocketDispatcher.read(FileDescriptor, long address, int length)}; its int is widened to the hook's long. */
    public static final class Read {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(@Advice.Argument(0) FileDescriptor descriptor) {
            return SocketHooks.readEnter(descriptor);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Connection connection,
                @Advice.Argument(1) long address,
                @Advice.Return long n,
                @Advice.Thrown @Nullable Throwable thrown) {
            SocketHooks.readExit(connection, n, thrown, address, 0);
        }
    }

    /** {@code SocketDispatcher.readv(FileDescriptor, long iovecs, int count)}. */
    public static final class ReadVector {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(@Advice.Argument(0) FileDescriptor descriptor) {
            return SocketHooks.readEnter(descriptor);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Connection connection,
                @Advice.Argument(1) long vectors,
                @Advice.Argument(2) int count,
                @Advice.Return long n,
                @Advice.Thrown @Nullable Throwable thrown) {
            SocketHooks.readExit(connection, n, thrown, vectors, count);
        }
    }

    /** {@code SocketDispatcher.write(FileDescriptor, long address, int length)}. */
    public static final class Write {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(
                @Advice.Argument(0) FileDescriptor descriptor,
                @Advice.Argument(1) long address,
                @Advice.Argument(2) int length) {
            return SocketHooks.writeEnter(descriptor, address, length, 0);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Connection connection,
                @Advice.Return long n,
                @Advice.Thrown @Nullable Throwable thrown) {
            SocketHooks.writeExit(connection, n, thrown);
        }
    }

    /** {@code SocketDispatcher.writev(FileDescriptor, long iovecs, int count)}. */
    public static final class WriteVector {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(
                @Advice.Argument(0) FileDescriptor descriptor,
                @Advice.Argument(1) long vectors,
                @Advice.Argument(2) int count) {
            return SocketHooks.writeEnter(descriptor, vectors, 0, count);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Connection connection,
                @Advice.Return long n,
                @Advice.Thrown @Nullable Throwable thrown) {
            SocketHooks.writeExit(connection, n, thrown);
        }
    }

    /** sendfile(2), whose target is the fourth argument on every JDK: {@code (…, …, …, FileDescriptor target…)}. */
    public static final class SendFile {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static @Nullable Connection enter(@Advice.Argument(3) FileDescriptor target) {
            return SocketHooks.writeEnter(target, 0, 0, 0);
        }

        @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
        static void exit(
                @Advice.Enter @Nullable Connection connection,
                @Advice.Return long n,
                @Advice.Thrown @Nullable Throwable thrown) {
            SocketHooks.writeExit(connection, n, thrown);
        }
    }

    /** The dispatcher's pre-close: dup2 under a blocked thread. */
    public static final class PreClose {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) FileDescriptor descriptor) {
            CloseHooks.preClose(descriptor);
        }
    }

    /** The dispatcher's close: close(2). */
    public static final class Release {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) FileDescriptor descriptor) {
            CloseHooks.release(descriptor);
        }
    }
}
