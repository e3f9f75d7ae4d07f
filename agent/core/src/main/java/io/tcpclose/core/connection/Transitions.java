package io.tcpclose.core.connection;

import static io.tcpclose.core.connection.Inbound.*;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.SocketEvent;

/**
 * The state machine: for each event and each state the next state, written out, without a default. One row an event, one
 * column a state; rows that change nothing are there as well, so that a new event cannot be forgotten.
 *
 * <p>Why a cell is as it is:
 *
 * <ul>
 *   <li>EOF turns inbound to {@code eof} only from states in which the peer's FIN can still be the reason: a read returns -1
 *       as well after own shutdownInput (SocketChannelImpl.read: {@code isInputClosed}) and after a consumed RST (Linux
 *       tcp_recvmsg with sk_err taken), and those keep their state. RFC 9293, 3.6: FIN ends one direction only, so outbound
 *       does not move.
 *   <li>SHUTDOWN_OUTPUT: RFC 9293, 3.10.4 CLOSE sends FIN and leaves receiving as it is: inbound does not move.
 *   <li>SHUTDOWN_INPUT: Linux sends nothing (inet_shutdown with RCV_SHUTDOWN only): outbound does not move.
 *   <li>RESET, BROKEN_PIPE: RFC 9293, 3.10.7.4: RST ends both directions at once. A half that had ended before keeps how.
 *   <li>CLOSED and PRE_CLOSED: the descriptor goes; the halves keep how they stood, which is what a report wants to tell.
 *   <li>PEER_FIN is the same FIN as EOF, before the application has read up to it: an end-of-file that was read stays read.
 *       Own shutdownInput sets the same poll bit (tcp_poll: RCV_SHUTDOWN), so {@code shut} stays.
 *   <li>PEER_RESET is RESET before the application was told; FOREIGN_SHUTDOWN is SHUTDOWN_OUTPUT by another process.
 *   <li>GIVEN_UP: the kernel has stopped trying (tcp_write_err): both directions are over, and no segment of the peer ended them.
 *   <li>BOUND, BIND_FAILED and LISTENING are a listener's, which has no halves (RFC 9293, 3.3.2: LISTEN): both stay new.
 *   <li>Anomalies (uses after close or shutdown, writes after EOF or into a dead peer) change no state.
 * </ul>
 *
 * <p>Thread-safety: {@link #apply} is lock-free; application threads, the prober and later the FIN watcher all call it.
 */
public final class Transitions {
    private static final Outbound O_NEW = Outbound.NEW;
    private static final Outbound O_CONN = Outbound.CONNECTING;
    private static final Outbound O_OPEN = Outbound.OPEN;
    private static final Outbound O_SHUT = Outbound.SHUT;
    private static final Outbound O_RST = Outbound.RESET;
    private static final Outbound O_FAIL = Outbound.FAILED;
    private static final Outbound O_UNKN = Outbound.UNKNOWN;

    private static final Descriptor OPENED = Descriptor.OPEN;
    private static final Descriptor HELD = Descriptor.HELD;
    private static final Descriptor CLOSED = Descriptor.CLOSED;
    private static final Descriptor LOST = Descriptor.COLLECTED;

    // spotless:off
    private static final Inbound[][] INBOUND = {
        // from:               NEW         CONNECTING  OPEN        FIN_PENDING  EOF    SHUT   RESET  FAILED      UNKNOWN
        /* OPENED           */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* CONNECTING       */ {CONNECTING, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, CONNECTING, UNKNOWN},
        /* CONNECTED        */ {OPEN, OPEN, OPEN, FIN_PENDING, EOF, SHUT, RESET, OPEN, OPEN},
        /* CONNECT_FAILED   */ {FAILED, FAILED, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, FAILED},
        /* ACCEPTED         */ {OPEN, OPEN, OPEN, FIN_PENDING, EOF, SHUT, RESET, OPEN, OPEN},
        /* ADOPTED          */ {UNKNOWN, UNKNOWN, OPEN, FIN_PENDING, EOF, SHUT, RESET, UNKNOWN, UNKNOWN},
        /* EOF              */ {NEW, CONNECTING, EOF, EOF, EOF, SHUT, RESET, FAILED, EOF},
        /* SHUTDOWN_INPUT   */ {NEW, CONNECTING, SHUT, SHUT, EOF, SHUT, RESET, FAILED, SHUT},
        /* SHUTDOWN_OUTPUT  */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* RESET            */ {RESET, RESET, RESET, RESET, EOF, SHUT, RESET, FAILED, RESET},
        /* BROKEN_PIPE      */ {RESET, RESET, RESET, RESET, EOF, SHUT, RESET, FAILED, RESET},
        /* CLOSE            */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* CLOSE_HELD       */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* PRE_CLOSED       */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* CLOSED           */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* COLLECTED        */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* WRITE_AFTER_EOF  */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* WRITE_TO_DEAD    */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* USE_AFTER_CLOSE  */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* USE_AFTER_SHUTD. */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* PEER_FIN         */ {NEW, CONNECTING, FIN_PENDING, FIN_PENDING, EOF, SHUT, RESET, FAILED, FIN_PENDING},
        /* PEER_RESET       */ {RESET, RESET, RESET, RESET, EOF, SHUT, RESET, FAILED, RESET},
        /* WRITE_AFTER_FIN  */ {NEW, CONNECTING, FIN_PENDING, FIN_PENDING, EOF, SHUT, RESET, FAILED, FIN_PENDING},
        /* FOREIGN_SHUTDOWN */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* DATA_AFTER_SHUT. */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* GIVEN_UP         */ {FAILED, FAILED, FAILED, FAILED, EOF, SHUT, RESET, FAILED, FAILED},
        /* BOUND            */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* BIND_FAILED      */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
        /* LISTENING        */ {NEW, CONNECTING, OPEN, FIN_PENDING, EOF, SHUT, RESET, FAILED, UNKNOWN},
    };

    private static final Outbound[][] OUTBOUND = {
        // from:               NEW     CONNECTING OPEN    SHUT    RESET  FAILED  UNKNOWN
        /* OPENED           */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* CONNECTING       */ {O_CONN, O_CONN, O_OPEN, O_SHUT, O_RST, O_CONN, O_UNKN},
        /* CONNECTED        */ {O_OPEN, O_OPEN, O_OPEN, O_SHUT, O_RST, O_OPEN, O_OPEN},
        /* CONNECT_FAILED   */ {O_FAIL, O_FAIL, O_OPEN, O_SHUT, O_RST, O_FAIL, O_FAIL},
        /* ACCEPTED         */ {O_OPEN, O_OPEN, O_OPEN, O_SHUT, O_RST, O_OPEN, O_OPEN},
        /* ADOPTED          */ {O_UNKN, O_UNKN, O_OPEN, O_SHUT, O_RST, O_UNKN, O_UNKN},
        /* EOF              */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* SHUTDOWN_INPUT   */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* SHUTDOWN_OUTPUT  */ {O_NEW, O_CONN, O_SHUT, O_SHUT, O_RST, O_FAIL, O_SHUT},
        /* RESET            */ {O_RST, O_RST, O_RST, O_SHUT, O_RST, O_FAIL, O_RST},
        /* BROKEN_PIPE      */ {O_RST, O_RST, O_RST, O_SHUT, O_RST, O_FAIL, O_RST},
        /* CLOSE            */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* CLOSE_HELD       */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* PRE_CLOSED       */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* CLOSED           */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* COLLECTED        */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* WRITE_AFTER_EOF  */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* WRITE_TO_DEAD    */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* USE_AFTER_CLOSE  */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* USE_AFTER_SHUTD. */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* PEER_FIN         */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* PEER_RESET       */ {O_RST, O_RST, O_RST, O_SHUT, O_RST, O_FAIL, O_RST},
        /* WRITE_AFTER_FIN  */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* FOREIGN_SHUTDOWN */ {O_NEW, O_CONN, O_SHUT, O_SHUT, O_RST, O_FAIL, O_SHUT},
        /* DATA_AFTER_SHUT. */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* GIVEN_UP         */ {O_FAIL, O_FAIL, O_FAIL, O_SHUT, O_RST, O_FAIL, O_FAIL},
        /* BOUND            */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* BIND_FAILED      */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
        /* LISTENING        */ {O_NEW, O_CONN, O_OPEN, O_SHUT, O_RST, O_FAIL, O_UNKN},
    };

    private static final Descriptor[][] DESCRIPTOR = {
        // from:               OPEN    HELD    CLOSED  COLLECTED
        /* OPENED           */ {OPENED, HELD, CLOSED, LOST},
        /* CONNECTING       */ {OPENED, HELD, CLOSED, LOST},
        /* CONNECTED        */ {OPENED, HELD, CLOSED, LOST},
        /* CONNECT_FAILED   */ {OPENED, HELD, CLOSED, LOST},
        /* ACCEPTED         */ {OPENED, HELD, CLOSED, LOST},
        /* ADOPTED          */ {OPENED, HELD, CLOSED, LOST},
        /* EOF              */ {OPENED, HELD, CLOSED, LOST},
        /* SHUTDOWN_INPUT   */ {OPENED, HELD, CLOSED, LOST},
        /* SHUTDOWN_OUTPUT  */ {OPENED, HELD, CLOSED, LOST},
        /* RESET            */ {OPENED, HELD, CLOSED, LOST},
        /* BROKEN_PIPE      */ {OPENED, HELD, CLOSED, LOST},
        /* CLOSE            */ {OPENED, HELD, CLOSED, LOST},
        /* CLOSE_HELD       */ {HELD, HELD, CLOSED, LOST},
        /* PRE_CLOSED       */ {CLOSED, CLOSED, CLOSED, CLOSED},
        /* CLOSED           */ {CLOSED, CLOSED, CLOSED, CLOSED},
        /* COLLECTED        */ {LOST, HELD, CLOSED, LOST},
        /* WRITE_AFTER_EOF  */ {OPENED, HELD, CLOSED, LOST},
        /* WRITE_TO_DEAD    */ {OPENED, HELD, CLOSED, LOST},
        /* USE_AFTER_CLOSE  */ {OPENED, HELD, CLOSED, LOST},
        /* USE_AFTER_SHUTD. */ {OPENED, HELD, CLOSED, LOST},
        /* PEER_FIN         */ {OPENED, HELD, CLOSED, LOST},
        /* PEER_RESET       */ {OPENED, HELD, CLOSED, LOST},
        /* WRITE_AFTER_FIN  */ {OPENED, HELD, CLOSED, LOST},
        /* FOREIGN_SHUTDOWN */ {OPENED, HELD, CLOSED, LOST},
        /* DATA_AFTER_SHUT. */ {OPENED, HELD, CLOSED, LOST},
        /* GIVEN_UP         */ {OPENED, HELD, CLOSED, LOST},
        /* BOUND            */ {OPENED, HELD, CLOSED, LOST},
        /* BIND_FAILED      */ {OPENED, HELD, CLOSED, LOST},
        /* LISTENING        */ {OPENED, HELD, CLOSED, LOST},
    };
    // spotless:on

    private Transitions() {}

    public static Inbound next(Inbound state, SocketEvent event) {
        return INBOUND[event.ordinal()][state.ordinal()];
    }

    public static Outbound next(Outbound state, SocketEvent event) {
        return OUTBOUND[event.ordinal()][state.ordinal()];
    }

    public static Descriptor next(Descriptor state, SocketEvent event) {
        return DESCRIPTOR[event.ordinal()][state.ordinal()];
    }

    /** All three at once, packed as {@link States} does. */
    public static int next(int state, SocketEvent event) {
        return States.pack(
                next(States.inbound(state), event),
                next(States.outbound(state), event),
                next(States.descriptor(state), event));
    }

    /** Turns the connection's state by this event. */
    public static void apply(Connection connection, SocketEvent event) {
        int before;
        int after;
        do {
            before = connection.state();
            after = next(before, event);
        } while (before != after && !connection.casState(before, after));
    }
}
