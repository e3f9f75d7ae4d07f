package io.tcpclose.instrument;

import io.tcpclose.instrument.HookPoint.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Every place where the agent touches the JDK, and why. The <em>waist</em> is the JDK's own system call layer: all kinds of
 * socket pass it, so states and bytes come from there. The <em>ring</em> is cold methods that carry intent and the caller.
 *
 * <p>Advice is named by its class in {@code io.tcpclose.instrument.advice}, not by a class literal: it is read as a class file
 * and inlined, and loading fifty classes for their names would be felt at start-up. A test finds each one.
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
    private static final String LISTENING_CHANNEL = "sun.nio.ch.ServerSocketChannelImpl";
    private static final String ASYNC_LISTENER = "sun.nio.ch.AsynchronousServerSocketChannelImpl";
    private static final String UNIX_ASYNC_LISTENER = "sun.nio.ch.UnixAsynchronousServerSocketChannelImpl";
    private static final String ASYNC = "sun.nio.ch.AsynchronousSocketChannelImpl";
    private static final String UNIX_ASYNC = "sun.nio.ch.UnixAsynchronousSocketChannelImpl";
    private static final String HTTP_REQUEST = "jdk.internal.net.http.MultiExchange";
    private static final String HTTP_CONNECTION = "jdk.internal.net.http.PlainHttpConnection";
    private static final String TLS = "sun.security.ssl.SSLSocketImpl";
    private static final String SOCKET = "java.net.Socket";

    private static final String FD = "(Ljava/io/FileDescriptor;";
    private static final String FAMILY = "(Ljava/net/ProtocolFamily;";

    private final List<HookPoint> points = new ArrayList<>();

    private HookPoints() {
        waist();
        connecting();
        listening();
        openers();
        closing();
        tls();
        refusals();
        waiting();
        layers();
    }

    static List<HookPoint> all() {
        return Collections.unmodifiableList(new HookPoints().points);
    }

    private void waist() {
        at(NET, "socket", FAMILY + "Z", "WaistAdvice$Opened", "each client descriptor of Socket, channels and async");
        at(NET, "serverSocket", FAMILY, "WaistAdvice$Listener", "listeners: kept apart from connections");
        at(NET, "connect", FAMILY + FD.substring(1) + "Ljava/net/InetAddress;", "WaistAdvice$Connect", "SYN, peer");
        at(NET, "pollConnectNow", FD, "WaistAdvice$PollConnect", "end of a connect that did not finish at once");
        at(NET, "localAddress", FD, "WaistAdvice$LocalAddress", "local port, on every connect and bind path");
        at(NET, "setSocketOption", FD + FAMILY.substring(1), "WaistAdvice$Option", "SO_LINGER 0: close will send RST");
        at(DISPATCHER, "read", FD, "WaistAdvice$Read", "bytes in, end-of-file, reset");
        at(DISPATCHER, "readv", FD, "WaistAdvice$ReadVector", "the same, scattering");
        at(DISPATCHER, "write", FD, "WaistAdvice$Write", "bytes out, broken pipe");
        at(DISPATCHER, "writev", FD, "WaistAdvice$WriteVector", "the same, gathering");
        add(
                "sendfile",
                "WaistAdvice$SendFile",
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
                "WaistAdvice$PreClose",
                "dup2 under a blocked thread: the kernel's socket goes here",
                new Place(DISPATCHER, "preClose", FD),
                new Place(UNIX_DISPATCHER, "implPreClose", FD));
        add(
                "close(2)",
                "WaistAdvice$Release",
                "the descriptor goes, whoever asked",
                new Place(DISPATCHER, "close", FD),
                new Place(UNIX_DISPATCHER, "close", FD));
        at(SOCKET_IMPL, "sendUrgentData", "(I)", "RingAdvice$Urgent", "a byte that passes no dispatcher");
        at(CHANNEL, "sendOutOfBandData", "(B)", "RingAdvice$Urgent", "the same");
    }

    private void connecting() {
        at(SOCKET_IMPL, "create", "(Z)", "BirthAdvice$SocketKind", "kind");
        at(SOCKET_IMPL, "timedFinishConnect", FD + "J)", "BirthAdvice$TimedConnect", "connect time-outs");
        String provider = "(Ljava/nio/channels/spi/SelectorProvider;Ljava/net/ProtocolFamily;";
        at(CHANNEL, "<init>", provider + ")", "BirthAdvice$ChannelKind", "kind");
        at(CHANNEL, "<init>", provider + FD.substring(1), "BirthAdvice$ChannelAccepted", "accepted, inherited");
        at(CHANNEL, "finishTimedConnect", "(J)", "BirthAdvice$TimedConnect", "the same, by the Socket view");
        at(CHANNEL, "connect", "(Ljava/net/SocketAddress;)", "BirthAdvice$ChannelConnect", "connect after close");
        String group = "(Lsun/nio/ch/AsynchronousChannelGroupImpl;";
        at(ASYNC, "<init>", group + ")", "BirthAdvice$AsyncKind", "kind");
        at(ASYNC, "<init>", group + FD.substring(1), "BirthAdvice$AsyncAccepted", "accepted");
        at(UNIX_ASYNC, "setConnected", "()", "BirthAdvice$AsyncConnected", "its connect check is native");
        at(UNIX_ASYNC, "finishConnect", "(Z)", "BirthAdvice$AsyncFinishConnect", "its failure stays inside");
    }

    /** {@code Net.bind} passes clients and datagrams too, {@code Net.listen} and {@code Net.accept} are native: their callers. */
    private void listening() {
        String wanted = "(Ljava/net/SocketAddress;I)";
        at(SOCKET_IMPL, "bind", "(Ljava/net/InetAddress;I)", "ListenerAdvice$SocketBind", "bound, or why not");
        at(SOCKET_IMPL, "listen", "(I)", "ListenerAdvice$SocketListen", "from now on clients can connect");
        at(LISTENING_CHANNEL, "netBind", wanted, "ListenerAdvice$Bind", "bound and listening, or why not");
        at(ASYNC_LISTENER, "bind", wanted, "ListenerAdvice$Bind", "the same");
        at(SOCKET_IMPL, "accept", "(Ljava/net/SocketImpl;)", "ListenerAdvice$SocketAccept", "accepted; who accepts");
        at(LISTENING_CHANNEL, "accept", "()", "ListenerAdvice$Accept", "who accepts, and why it failed");
        at(LISTENING_CHANNEL, "blockingAccept", "(J)", "ListenerAdvice$Accept", "the same, by the ServerSocket view");
        String handler = "(Ljava/lang/Object;Ljava/nio/channels/CompletionHandler;)";
        at(UNIX_ASYNC_LISTENER, "implAccept", handler, "ListenerAdvice$AsyncAsks", "who wants to accept");
        at(
                UNIX_ASYNC_LISTENER,
                "finishAccept",
                FD,
                "ListenerAdvice$AsyncTakes",
                "a connection is taken; which listener's");
        at(LISTENING_CHANNEL, "implCloseSelectableChannel", "()", "RingAdvice$Close", "who closes; whether it is held");
        at(ASYNC_LISTENER, "close", "()", "RingAdvice$Close", "who closes");
    }

    private void openers() {
        at(LISTENING_CHANNEL, "finishAccept", FD, "OpenerAdvice$ChannelAcceptDone", "which listener it came from");
        at(ASYNC_LISTENER, "accept", "(", "OpenerAdvice$AcceptBegins", "who accepts: its connects come in later");
        at(HTTP_REQUEST, "<init>", "(Ljava/net/http/HttpRequest;", "OpenerAdvice$Requested", "who made the request");
        String exchange = "(Ljdk/internal/net/http/Exchange;)";
        at(HTTP_CONNECTION, "connectAsync", exchange, "OpenerAdvice$RequestConnects", "which request opens it");
    }

    private void closing() {
        for (String type : List.of(SOCKET_IMPL, CHANNEL, ASYNC)) {
            at(type, "shutdownInput", "()", "RingAdvice$ShutdownInput", "Net.shutdown is native; the JDK calls it too");
            at(type, "shutdownOutput", "()", "RingAdvice$ShutdownOutput", "own FIN, by the application's wish");
        }
        at(SOCKET_IMPL, "close", "()", "RingAdvice$Close", "who closes, and that its own shutdown is no half-close");
        at(CHANNEL, "implCloseSelectableChannel", "()", "RingAdvice$Close", "the same, interrupts included");
        at(ASYNC, "close", "()", "RingAdvice$Close", "the same");
    }

    private void tls() {
        at(TLS, "close", "()", "RingAdvice$TlsClose", "close_notify, shutdown and drain are the close's own");
        at(TLS, "doneConnect", "()", "RingAdvice$TlsConnected", "TLS over it, or in it");
        String alert = "(Lsun/security/ssl/Alert;";
        at(
                "sun.security.ssl.TransportContext",
                "fatal",
                alert + "Ljava/lang/String;Z",
                "RingAdvice$TlsFatal",
                "a fatal alert and the close after it are JSSE's own");
        at(
                "sun.security.ssl.Alert$AlertConsumer",
                "consume",
                "(Lsun/security/ssl/ConnectionContext;",
                "RingAdvice$TlsAlert",
                "what JSSE answers to close_notify inside a read is its own");
    }

    private void refusals() {
        at(SOCKET_IMPL, "beginRead", "()", "RingAdvice$BeginRead", "read after close");
        at(SOCKET_IMPL, "beginWrite", "()", "RingAdvice$BeginWrite", "write after close");
        at(SOCKET_IMPL, "read", "([BII)", "RingAdvice$SocketRead", "reads repeated after own shutdownInput");
        at(CHANNEL, "ensureOpenAndConnected", "()", "RingAdvice$ChannelEnsureOpen", "read or write after close");
        at(CHANNEL, "beginRead", "(Z)", "RingAdvice$ChannelBeginRead", "reads repeated after own shutdownInput");
        at(CHANNEL, "beginWrite", "(Z)", "RingAdvice$ChannelBeginWrite", "blocking write after own shutdownOutput");
        at(ASYNC, "read", "(ZLjava/nio/ByteBuffer;", "RingAdvice$AsyncRead", "read after close or shutdownInput");
        at(ASYNC, "write", "(ZLjava/nio/ByteBuffer;", "RingAdvice$AsyncWrite", "write after close or shutdownOutput");
        at(TLS + "$AppInputStream", "read", "([BII)", "RingAdvice$TlsRead", "read after close, in JSSE's words");
        at(TLS + "$AppOutputStream", "write", "([BII)", "RingAdvice$TlsWrite", "write after close, in JSSE's words");
        at(SOCKET, "connect", "(Ljava/net/SocketAddress;I)", "RingAdvice$SocketLateConnect", "connect after close");
        at(SOCKET, "shutdownInput", "()", "RingAdvice$SocketLateShutdown", "shutdown after close");
        at(SOCKET, "shutdownOutput", "()", "RingAdvice$SocketLateShutdown", "shutdown after close");
    }

    private void waiting() {
        at(SOCKET_IMPL, "park", FD + "IJ)", "RingAdvice$SocketPark", "a thread waits inside a read or write");
        at("sun.nio.ch.SelChImpl", "park", "(IJ)", "RingAdvice$ChannelPark", "the same, of channels");
        at(CHANNEL, "translateInterestOps", "(I)", "RingAdvice$Interest", "a selector watches it");
        at(
                "java.nio.channels.spi.AbstractSelector",
                "deregister",
                "(Ljava/nio/channels/spi/AbstractSelectionKey;)",
                "RingAdvice$Deregister",
                "no selector watches it any more");
        at(UNIX_ASYNC, "updateEvents", "()", "RingAdvice$AsyncInterest", "a read is pending");
    }

    private void layers() {
        at(CHANNEL, "socket", "()", "RingAdvice$Adaptor", "Socket view of a channel");
    }

    private void at(String type, String method, String parameters, String advice, String why) {
        String name =
                type.substring(type.lastIndexOf('.') + 1) + "." + method + (method.equals("<init>") ? parameters : "");
        add(name, advice, why, new Place(type, method, parameters));
    }

    private void add(String name, String advice, String why, Place... places) {
        points.add(new HookPoint(name, List.of(places), advice, why));
    }
}
