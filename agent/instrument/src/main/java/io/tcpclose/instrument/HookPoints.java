package io.tcpclose.instrument;

import io.tcpclose.instrument.HookPoint.Place;
import io.tcpclose.instrument.advice.BirthAdvice;
import io.tcpclose.instrument.advice.RingAdvice;
import io.tcpclose.instrument.advice.WaistAdvice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Every place where the agent touches the JDK, and why. The <em>waist</em> is the JDK's own system call layer: all kinds of
 * socket pass it, so states and bytes come from there. The <em>ring</em> is cold methods that carry intent and the caller.
 *
 * <p>{@code Net.accept}, {@code Net.shutdown} and {@code Net.poll} are native, and advice on a native method is silently
 * ignored: their Java callers stand here instead.
 */
final class HookPoints {
    private static final String NET = "sun.nio.ch.Net";
    private static final String DISPATCHER = "sun.nio.ch.SocketDispatcher";
    private static final String UNIX_DISPATCHER = "sun.nio.ch.UnixDispatcher";
    private static final String SOCKET_IMPL = "sun.nio.ch.NioSocketImpl";
    private static final String CHANNEL = "sun.nio.ch.SocketChannelImpl";
    private static final String ASYNC = "sun.nio.ch.AsynchronousSocketChannelImpl";
    private static final String UNIX_ASYNC = "sun.nio.ch.UnixAsynchronousSocketChannelImpl";
    private static final String TLS = "sun.security.ssl.SSLSocketImpl";
    private static final String SOCKET = "java.net.Socket";

    private static final String FD = "(Ljava/io/FileDescriptor;";
    private static final String FAMILY = "(Ljava/net/ProtocolFamily;";

    private final List<HookPoint> points = new ArrayList<>();

    private HookPoints() {
        waist();
        connecting();
        closing();
        refusals();
        waiting();
        layers();
    }

    static List<HookPoint> all() {
        return Collections.unmodifiableList(new HookPoints().points);
    }

    private void waist() {
        at(
                NET,
                "socket",
                FAMILY + "Z",
                WaistAdvice.Opened.class,
                "each client descriptor of Socket, channels and async");
        at(NET, "serverSocket", FAMILY, WaistAdvice.Listener.class, "listeners: kept apart from connections");
        at(NET, "connect", FAMILY + FD.substring(1) + "Ljava/net/InetAddress;", WaistAdvice.Connect.class, "SYN, peer");
        at(NET, "pollConnectNow", FD, WaistAdvice.PollConnect.class, "end of a connect that did not finish at once");
        at(NET, "localAddress", FD, WaistAdvice.LocalAddress.class, "local port, on every connect and bind path");
        at(
                NET,
                "setSocketOption",
                FD + FAMILY.substring(1),
                WaistAdvice.Option.class,
                "SO_LINGER 0: close will send RST");
        at(DISPATCHER, "read", FD, WaistAdvice.Read.class, "bytes in, end-of-file, reset");
        at(DISPATCHER, "readv", FD, WaistAdvice.Read.class, "the same, scattering");
        at(DISPATCHER, "write", FD, WaistAdvice.Write.class, "bytes out, broken pipe");
        at(DISPATCHER, "writev", FD, WaistAdvice.Write.class, "the same, gathering");
        add(
                "sendfile",
                WaistAdvice.SendFile.class,
                "FileChannel.transferTo, which passes no dispatcher",
                // 21 has both, and the one calls the other
                new Place("sun.nio.ch.FileChannelImpl", "transferToDirectlyInternal", "(JI", 0, 20),
                new Place(
                        "sun.nio.ch.FileDispatcherImpl",
                        "transferTo",
                        FD + "JJ" + FD.substring(1),
                        21,
                        Integer.MAX_VALUE));
        add(
                "pre-close",
                WaistAdvice.PreClose.class,
                "dup2 under a blocked thread: the kernel's socket goes here",
                new Place(DISPATCHER, "preClose", FD),
                new Place(UNIX_DISPATCHER, "implPreClose", FD));
        add(
                "close(2)",
                WaistAdvice.Release.class,
                "the descriptor goes, whoever asked",
                new Place(DISPATCHER, "close", FD),
                new Place(UNIX_DISPATCHER, "close", FD));
        at(SOCKET_IMPL, "sendUrgentData", "(I)", RingAdvice.Urgent.class, "a byte that passes no dispatcher");
        at(CHANNEL, "sendOutOfBandData", "(B)", RingAdvice.Urgent.class, "the same");
    }

    private void connecting() {
        at(SOCKET_IMPL, "create", "(Z)", BirthAdvice.SocketKind.class, "kind");
        at(SOCKET_IMPL, "accept", "(Ljava/net/SocketImpl;)", BirthAdvice.SocketAccepted.class, "Net.accept is native");
        at(SOCKET_IMPL, "timedFinishConnect", FD + "J)", BirthAdvice.TimedConnect.class, "connect time-outs");
        String provider = "(Ljava/nio/channels/spi/SelectorProvider;Ljava/net/ProtocolFamily;";
        at(CHANNEL, "<init>", provider + ")", BirthAdvice.ChannelKind.class, "kind");
        at(CHANNEL, "<init>", provider + FD.substring(1), BirthAdvice.ChannelAccepted.class, "accepted, inherited");
        at(CHANNEL, "finishTimedConnect", "(J)", BirthAdvice.TimedConnect.class, "the same, by the Socket view");
        at(CHANNEL, "connect", "(Ljava/net/SocketAddress;)", BirthAdvice.ChannelConnect.class, "connect after close");
        String group = "(Lsun/nio/ch/AsynchronousChannelGroupImpl;";
        at(ASYNC, "<init>", group + ")", BirthAdvice.AsyncKind.class, "kind");
        at(ASYNC, "<init>", group + FD.substring(1), BirthAdvice.AsyncAccepted.class, "accepted");
        at(UNIX_ASYNC, "setConnected", "()", BirthAdvice.AsyncConnected.class, "its connect check is native");
        at(UNIX_ASYNC, "finishConnect", "(Z)", BirthAdvice.AsyncFinishConnect.class, "its failure stays inside");
    }

    private void closing() {
        for (String type : List.of(SOCKET_IMPL, CHANNEL, ASYNC)) {
            at(
                    type,
                    "shutdownInput",
                    "()",
                    RingAdvice.ShutdownInput.class,
                    "Net.shutdown is native; the JDK calls it too");
            at(type, "shutdownOutput", "()", RingAdvice.ShutdownOutput.class, "own FIN, by the application's wish");
        }
        at(
                SOCKET_IMPL,
                "close",
                "()",
                RingAdvice.Close.class,
                "who closes, and that its own shutdown is no half-close");
        at(CHANNEL, "implCloseSelectableChannel", "()", RingAdvice.Close.class, "the same, interrupts included");
        at(ASYNC, "close", "()", RingAdvice.Close.class, "the same");
        at(TLS, "close", "()", RingAdvice.TlsClose.class, "close_notify, shutdown and drain are the close's own");
    }

    private void refusals() {
        at(SOCKET_IMPL, "beginRead", "()", RingAdvice.BeginRead.class, "read after close");
        at(SOCKET_IMPL, "beginWrite", "()", RingAdvice.BeginWrite.class, "write after close");
        at(SOCKET_IMPL, "read", "([BII)", RingAdvice.SocketRead.class, "reads repeated after own shutdownInput");
        at(CHANNEL, "ensureOpenAndConnected", "()", RingAdvice.ChannelEnsureOpen.class, "read or write after close");
        at(CHANNEL, "beginRead", "(Z)", RingAdvice.ChannelBeginRead.class, "reads repeated after own shutdownInput");
        at(CHANNEL, "beginWrite", "(Z)", RingAdvice.ChannelBeginWrite.class, "blocking write after own shutdownOutput");
        at(ASYNC, "read", "(ZLjava/nio/ByteBuffer;", RingAdvice.AsyncRead.class, "read after close or shutdownInput");
        at(
                ASYNC,
                "write",
                "(ZLjava/nio/ByteBuffer;",
                RingAdvice.AsyncWrite.class,
                "write after close or shutdownOutput");
        at(TLS + "$AppInputStream", "read", "([BII)", RingAdvice.TlsRead.class, "read after close, in JSSE's words");
        at(
                TLS + "$AppOutputStream",
                "write",
                "([BII)",
                RingAdvice.TlsWrite.class,
                "write after close, in JSSE's words");
        at(SOCKET, "connect", "(Ljava/net/SocketAddress;I)", RingAdvice.SocketLateConnect.class, "connect after close");
        at(SOCKET, "shutdownInput", "()", RingAdvice.SocketLateShutdown.class, "shutdown after close");
        at(SOCKET, "shutdownOutput", "()", RingAdvice.SocketLateShutdown.class, "shutdown after close");
    }

    private void waiting() {
        at(SOCKET_IMPL, "park", FD + "IJ)", RingAdvice.SocketPark.class, "a thread waits inside a read or write");
        at("sun.nio.ch.SelChImpl", "park", "(IJ)", RingAdvice.ChannelPark.class, "the same, of channels");
        at(CHANNEL, "translateInterestOps", "(I)", RingAdvice.Interest.class, "a selector watches it");
        at(
                "java.nio.channels.spi.AbstractSelector",
                "deregister",
                "(Ljava/nio/channels/spi/AbstractSelectionKey;)",
                RingAdvice.Deregister.class,
                "no selector watches it any more");
        at(UNIX_ASYNC, "updateEvents", "()", RingAdvice.AsyncInterest.class, "a read is pending");
    }

    private void layers() {
        at(CHANNEL, "socket", "()", RingAdvice.Adaptor.class, "Socket view of a channel");
        at(TLS, "doneConnect", "()", RingAdvice.TlsConnected.class, "TLS over it, or in it");
    }

    private void at(String type, String method, String parameters, Class<?> advice, String why) {
        String name =
                type.substring(type.lastIndexOf('.') + 1) + "." + method + (method.equals("<init>") ? parameters : "");
        add(name, advice, why, new Place(type, method, parameters));
    }

    private void add(String name, Class<?> advice, String why, Place... places) {
        points.add(new HookPoint(name, List.of(places), advice, why));
    }
}
