package io.tcpclose.core.connection;

import static io.tcpclose.bootstrap.SocketEvent.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every cell of the three tables, against rules in words that were not taken from them. */
class TransitionsTest {
    private static final long SEED = 20_261_122;

    /** The half is over, and how it ended is what a report wants to tell: nothing that comes later changes it. */
    private static final Set<Inbound> INBOUND_OVER = EnumSet.of(Inbound.EOF, Inbound.SHUT, Inbound.RESET);

    private static final Set<Outbound> OUTBOUND_OVER = EnumSet.of(Outbound.SHUT, Outbound.RESET);

    /** There is no peer yet, or none any more: no segment can be the reason of what happens. */
    private static final Set<Inbound> NO_PEER = EnumSet.of(Inbound.NEW, Inbound.CONNECTING, Inbound.FAILED);

    private static final Set<SocketEvent> PEERS_RST = EnumSet.of(RESET, BROKEN_PIPE, PEER_RESET);
    private static final Set<SocketEvent> PEERS_FIN_UNREAD = EnumSet.of(PEER_FIN, WRITE_AFTER_FIN);
    private static final Set<SocketEvent> OWN_FIN = EnumSet.of(SHUTDOWN_OUTPUT, FOREIGN_SHUTDOWN);
    private static final Set<SocketEvent> HANDSHAKE_DONE = EnumSet.of(CONNECTED, ACCEPTED);
    private static final Set<SocketEvent> DESCRIPTOR_GONE = EnumSet.of(PRE_CLOSED, CLOSED);

    /** Mistakes of the application, what it merely wished, and what a listener does: they move no segment. */
    private static final Set<SocketEvent> NO_SEGMENT = EnumSet.of(
            OPENED,
            CLOSE,
            CLOSE_HELD,
            PRE_CLOSED,
            CLOSED,
            COLLECTED,
            WRITE_AFTER_EOF,
            WRITE_TO_DEAD,
            USE_AFTER_CLOSE,
            USE_AFTER_SHUTDOWN,
            DATA_AFTER_SHUTDOWN,
            BOUND,
            BIND_FAILED,
            LISTENING);

    private static Inbound expected(Inbound from, SocketEvent event) {
        if (event == GIVEN_UP) return INBOUND_OVER.contains(from) ? from : Inbound.FAILED;
        if (NO_SEGMENT.contains(event) || INBOUND_OVER.contains(from) || OWN_FIN.contains(event)) return from;
        boolean begun = from == Inbound.OPEN || from == Inbound.FIN_PENDING;
        if (HANDSHAKE_DONE.contains(event)) return begun ? from : Inbound.OPEN;
        if (event == ADOPTED) return begun ? from : Inbound.UNKNOWN;
        if (event == CONNECT_FAILED) return begun ? from : Inbound.FAILED;
        if (event == CONNECTING) return NO_PEER.contains(from) ? Inbound.CONNECTING : from;
        if (PEERS_RST.contains(event)) return from == Inbound.FAILED ? from : Inbound.RESET;
        if (NO_PEER.contains(from)) return from;
        if (PEERS_FIN_UNREAD.contains(event)) return Inbound.FIN_PENDING;
        return event == EOF ? Inbound.EOF : Inbound.SHUT;
    }

    private static Outbound expected(Outbound from, SocketEvent event) {
        if (event == GIVEN_UP) return OUTBOUND_OVER.contains(from) ? from : Outbound.FAILED;
        if (NO_SEGMENT.contains(event) || OUTBOUND_OVER.contains(from)) return from;
        boolean open = from == Outbound.OPEN;
        boolean noPeer = from == Outbound.NEW || from == Outbound.CONNECTING || from == Outbound.FAILED;
        // about what we read
        if (event == EOF || event == SHUTDOWN_INPUT || PEERS_FIN_UNREAD.contains(event)) return from;
        if (HANDSHAKE_DONE.contains(event)) return Outbound.OPEN;
        if (event == ADOPTED) return open ? from : Outbound.UNKNOWN;
        if (event == CONNECT_FAILED) return open ? from : Outbound.FAILED;
        if (event == CONNECTING) return noPeer ? Outbound.CONNECTING : from;
        if (PEERS_RST.contains(event)) return from == Outbound.FAILED ? from : Outbound.RESET;
        return noPeer ? from : Outbound.SHUT;
    }

    private static Descriptor expected(Descriptor from, SocketEvent event) {
        if (from == Descriptor.CLOSED || DESCRIPTOR_GONE.contains(event)) return Descriptor.CLOSED;
        if (from != Descriptor.OPEN) return from;
        if (event == CLOSE_HELD) return Descriptor.HELD;
        return event == COLLECTED ? Descriptor.COLLECTED : Descriptor.OPEN;
    }

    @ParameterizedTest
    @EnumSource
    void inbound_everyState(SocketEvent event) {
        for (Inbound from : Inbound.values()) {
            assertThat(Transitions.next(from, event))
                    .as("%s from %s", event, from)
                    .isEqualTo(expected(from, event));
        }
    }

    @ParameterizedTest
    @EnumSource
    void outbound_everyState(SocketEvent event) {
        for (Outbound from : Outbound.values()) {
            assertThat(Transitions.next(from, event))
                    .as("%s from %s", event, from)
                    .isEqualTo(expected(from, event));
        }
    }

    @ParameterizedTest
    @EnumSource
    void descriptor_everyState(SocketEvent event) {
        for (Descriptor from : Descriptor.values()) {
            assertThat(Transitions.next(from, event))
                    .as("%s from %s", event, from)
                    .isEqualTo(expected(from, event));
        }
    }

    @Test
    void states_allCombinations_packIntoOneInt() {
        for (int state : allStates()) {
            assertThat(States.pack(States.inbound(state), States.outbound(state), States.descriptor(state)))
                    .isEqualTo(state);
        }
        assertThat(allStates()).doesNotHaveDuplicates().hasSize(9 * 7 * 4);
        assertThat(States.pack(Inbound.NEW, Outbound.NEW, Descriptor.OPEN))
                .as("a new record")
                .isZero();
    }

    private static List<Integer> allStates() {
        List<Integer> all = new ArrayList<>();
        for (Inbound in : Inbound.values()) {
            for (Outbound out : Outbound.values()) {
                for (Descriptor descriptor : Descriptor.values()) all.add(States.pack(in, out, descriptor));
            }
        }
        return all;
    }

    // --- sequences ---

    @Test
    void life_anyOrderOfEvents_neverGoesBack() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) live(random);
    }

    private static void live(Random random) {
        Connection life = Scripted.blank().connection();
        for (int i = 0; i < 40; i++) {
            SocketEvent event = SocketEvent.values()[random.nextInt(SocketEvent.values().length)];
            int before = life.state();
            Transitions.apply(life, event);
            int after = life.state();
            goesForward(before, after);
            Transitions.apply(life, event);
            assertThat(life.state()).as("%s twice", event).isEqualTo(after);
        }
    }

    private static void goesForward(int before, int after) {
        if (INBOUND_OVER.contains(States.inbound(before))) {
            assertThat(States.inbound(after)).isEqualTo(States.inbound(before));
        }
        if (OUTBOUND_OVER.contains(States.outbound(before))) {
            assertThat(States.outbound(after)).isEqualTo(States.outbound(before));
        }
        if (States.descriptor(before) == Descriptor.CLOSED) {
            assertThat(States.descriptor(after)).isEqualTo(Descriptor.CLOSED);
        }
        if (States.inbound(before) == Inbound.OPEN) {
            assertThat(States.inbound(after))
                    .isIn(Inbound.OPEN, Inbound.FIN_PENDING, Inbound.EOF, Inbound.SHUT, Inbound.RESET, Inbound.FAILED);
        }
        if (States.inbound(before) == Inbound.FIN_PENDING) {
            assertThat(States.inbound(after))
                    .isIn(Inbound.FIN_PENDING, Inbound.EOF, Inbound.SHUT, Inbound.RESET, Inbound.FAILED);
        }
        if (States.inbound(before) != Inbound.NEW)
            assertThat(States.inbound(after)).isNotEqualTo(Inbound.NEW);
        if (States.outbound(before) != Outbound.NEW)
            assertThat(States.outbound(after)).isNotEqualTo(Outbound.NEW);
    }

    /** Reader, writer, closer and prober turn one int: whoever is first, no turn is lost. */
    @Test
    void apply_concurrently_losesNoTurn() throws InterruptedException {
        for (int round = 0; round < 500; round++) {
            Scripted life = Scripted.blank();
            Transitions.apply(life.connection(), CONNECTED);
            List<Thread> threads = new ArrayList<>();
            for (SocketEvent event : List.of(EOF, SHUTDOWN_OUTPUT, CLOSED)) {
                threads.add(new Thread(() -> Transitions.apply(life.connection(), event)));
            }
            for (Thread thread : threads) thread.start();
            for (Thread thread : threads) thread.join();
            assertThat(life.connection().state()).isEqualTo(States.pack(Inbound.EOF, Outbound.SHUT, Descriptor.CLOSED));
        }
    }
}
