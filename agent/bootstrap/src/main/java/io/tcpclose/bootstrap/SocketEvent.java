package io.tcpclose.bootstrap;

/**
 * What can happen to a connection, as seen by a hook, by the prober or by the kernel. The order is part of the
 * transition table in core: append only together with a row there.
 */
public enum SocketEvent {
    /** The descriptor was created by this JVM for a connect. */
    OPENED("opened"),
    /** A connect was begun; the SYN may be on its way. */
    CONNECTING("connecting"),
    /** The three-way handshake has completed on our side. */
    CONNECTED("connected"),
    /** The connect failed: refused, timed out, unreachable. */
    CONNECT_FAILED("connect-failed"),
    /** The descriptor came from accept(2) or was inherited, already connected. */
    ACCEPTED("accepted"),
    /** The descriptor was met for the first time after a late attach: what happened before is unknown. */
    ADOPTED("adopted"),
    /** A read returned end-of-file because the peer's FIN was reached: the application knows. */
    EOF("eof"),
    /** The application called shutdownInput. */
    SHUTDOWN_INPUT("shutdown-input"),
    /** The application called shutdownOutput: our FIN is queued. */
    SHUTDOWN_OUTPUT("shutdown-output"),
    /** A read or write was told ECONNRESET: the peer's RST came. */
    RESET("reset"),
    /** A write was told EPIPE although we had not shut our output down: a RST came before. */
    BROKEN_PIPE("broken-pipe"),
    /** The application (or the JDK for it) called close. */
    CLOSE("close"),
    /** close() has returned and the descriptor is still there: registered with a selector, or a virtual thread is inside. */
    CLOSE_HELD("close-held"),
    /** The socket was replaced under a blocked thread (dup2): the kernel's socket is closed, the number is not free yet. */
    PRE_CLOSED("pre-closed"),
    /** close(2) was called: the descriptor is gone. */
    CLOSED("closed"),
    /** The objects that could close the descriptor were garbage-collected while it was open. */
    COLLECTED("collected"),
    /** The first write begun after end-of-file had been read. */
    WRITE_AFTER_EOF("write-after-eof"),
    /** Writes go on although an earlier read or write had failed with a reset or a broken pipe. */
    WRITE_TO_DEAD("write-to-dead-peer"),
    /** An operation was started after close() had returned. */
    USE_AFTER_CLOSE("use-after-close"),
    /** A write after own shutdownOutput, or a repeated read after own shutdownInput. */
    USE_AFTER_SHUTDOWN("use-after-shutdown"),
    /** The kernel has the peer's FIN, confirmed by poll or TCP_INFO; the application has not read up to it. */
    PEER_FIN("peer-fin"),
    /**
     * The kernel's connection is dead and no call of the application has been told: the peer's RST, or given up by the
     * kernel after timeouts, which leave the same state behind (tcp_reset and tcp_write_err both end in TCP_CLOSE).
     */
    PEER_RESET("peer-reset"),
    /** The first write begun while the peer's FIN was in the kernel and had not been read. */
    WRITE_AFTER_FIN("write-after-fin"),
    /** The kernel has sent our FIN, and no call of this JVM asked for it: another process holds the same socket. */
    FOREIGN_SHUTDOWN("foreign-shutdown"),
    /** Bytes have come since own shutdownInput; no read of the JDK will return them. */
    DATA_AFTER_SHUTDOWN("data-after-shutdown-input"),
    /** A read or write was told ETIMEDOUT or EHOSTUNREACH: the kernel has given the connection up, the peer said nothing. */
    GIVEN_UP("given-up"),
    /** A listener has its address; no client can connect yet. */
    BOUND("bound"),
    /** A listener's bind or listen failed. */
    BIND_FAILED("bind-failed"),
    /** From now on the kernel completes handshakes for a listener, whether anybody accepts or not. */
    LISTENING("listening");

    private final String label;

    SocketEvent(String label) {
        this.label = label;
    }

    /** The name used in reports. */
    public String label() {
        return label;
    }
}
