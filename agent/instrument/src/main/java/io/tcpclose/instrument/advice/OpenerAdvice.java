package io.tcpclose.instrument.advice;

import io.tcpclose.bootstrap.Openers;
import java.io.FileDescriptor;
import net.bytebuddy.asm.Advice;

/** Advice that tells whose code a connection is where a thread of the JDK's own opens it. */
public final class OpenerAdvice {
    private OpenerAdvice() {}

    /** {@code AsynchronousServerSocketChannelImpl.accept}, with a handler or a future. */
    public static final class AcceptBegins {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.FieldValue("fd") FileDescriptor listener) {
            Openers.acceptBegins(listener);
        }
    }

    /** {@code ServerSocketChannelImpl.finishAccept}: the new channel has been made. */
    public static final class ChannelAcceptDone {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(
                @Advice.FieldValue("fd") FileDescriptor listener, @Advice.Argument(0) FileDescriptor accepted) {
            Openers.accepted(listener, accepted);
        }
    }

    /** Constructor of {@code jdk.internal.net.http.MultiExchange}: a request with all its tries. */
    public static final class Requested {
        @Advice.OnMethodExit(suppress = Throwable.class)
        static void exit(@Advice.This Object request) {
            Openers.requested(request);
        }
    }

    /** {@code jdk.internal.net.http.PlainHttpConnection.connectAsync}: TLS, proxies and HTTP/2 come here too. */
    public static final class RequestConnects {
        @Advice.OnMethodEnter(suppress = Throwable.class)
        static void enter(@Advice.Argument(0) Object exchange, @Advice.FieldValue("chan") Object channel) {
            Openers.requestConnects(exchange, channel);
        }
    }
}
