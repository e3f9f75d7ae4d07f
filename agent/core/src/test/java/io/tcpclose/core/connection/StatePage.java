package io.tcpclose.core.connection;

import io.tcpclose.bootstrap.SocketEvent;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The page about states, from the tables themselves. */
final class StatePage {
    private static final String HEAD = """
            # States of a connection

            <!-- Generated from the state machine itself by StatePageTest; do not edit. -->

            A connection has two halves and a descriptor. Each event turns all three at once, by the tables below; `·` is "stays \
            as it is". Why a cell is as it is stands at `Transitions`.

            """;

    private static final String DERIVED = """

            ## `state`

            The name that OpenTelemetry gives as `network.connection.state`, told from what the application has done and noticed: \
            without the kernel's word an own FIN counts as acknowledged. Inbound by row, outbound by column; empty where it is \
            not known. A connection whose descriptor is `closed` is `closed` whatever its halves.

            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    static String text() {
        StatePage page = new StatePage();
        page.meanings("Events", SocketEvent.values(), SocketEvent::label, StatePage::meaning);
        page.meanings("`inbound`: the peer writes, we read", Inbound.values(), Inbound::label, StatePage::meaning);
        page.turns(Inbound.values(), Inbound::label, Transitions::next);
        page.meanings("`outbound`: we write, the peer reads", Outbound.values(), Outbound::label, StatePage::meaning);
        page.turns(Outbound.values(), Outbound::label, Transitions::next);
        page.meanings("`descriptor`", Descriptor.values(), Descriptor::label, StatePage::meaning);
        page.turns(Descriptor.values(), Descriptor::label, Transitions::next);
        page.derived();
        return page.page.toString();
    }

    private <T> void meanings(String title, T[] values, Function<T, String> label, Function<T, String> meaning) {
        if (page.length() > HEAD.length()) page.append('\n');
        page.append("## ").append(title).append("\n\n| | meaning |\n|---|---|\n");
        for (T value : values) row("`" + label.apply(value) + "`", meaning.apply(value));
    }

    private <T> void turns(T[] states, Function<T, String> label, BiFunction<T, SocketEvent, T> next) {
        page.append('\n');
        header("event", states, label);
        for (SocketEvent event : SocketEvent.values()) {
            page.append("| `").append(event.label()).append("` |");
            for (T state : states) {
                T then = next.apply(state, event);
                page.append(' ').append(then == state ? "·" : label.apply(then)).append(" |");
            }
            page.append('\n');
        }
    }

    private void derived() {
        page.append(DERIVED);
        header("inbound", Outbound.values(), Outbound::label);
        for (Inbound in : Inbound.values()) {
            page.append("| `").append(in.label()).append("` |");
            for (Outbound out : Outbound.values()) cell(TcpState.of(in, out, Descriptor.OPEN));
            page.append('\n');
        }
    }

    private void cell(@Nullable String text) {
        page.append(' ').append(text == null ? "" : text).append(" |");
    }

    private <T> void header(String first, T[] columns, Function<T, String> label) {
        page.append("| ").append(first).append(" |");
        for (T column : columns) page.append(" `").append(label.apply(column)).append("` |");
        page.append("\n|---|").append("---|".repeat(columns.length)).append('\n');
    }

    private void row(String first, String second) {
        page.append("| ").append(first).append(" | ").append(second).append(" |\n");
    }

    private static String meaning(SocketEvent event) {
        return switch (event) {
            case OPENED -> "the descriptor was created for a connect";
            case CONNECTING -> "a connect was begun";
            case CONNECTED -> "the handshake is complete on our side";
            case CONNECT_FAILED -> "the connect was refused, timed out or found no route";
            case ACCEPTED -> "accepted or inherited, connected already";
            case ADOPTED -> "met after a late attach: its history is unknown";
            case EOF -> "a read reached the peer's FIN";
            case SHUTDOWN_INPUT -> "the application called shutdownInput";
            case SHUTDOWN_OUTPUT -> "the application called shutdownOutput: our FIN";
            case RESET -> "a read or write was told that the peer's RST had come";
            case BROKEN_PIPE -> "a write was told so without an own shutdownOutput: a RST had come before";
            case CLOSE -> "close() was called";
            case CLOSE_HELD -> "close() has returned and the descriptor is still there";
            case PRE_CLOSED -> "the kernel's socket was closed under a blocked thread, the number is not free yet";
            case CLOSED -> "the descriptor was given back";
            case COLLECTED -> "its objects were garbage-collected while it was open";
            case WRITE_AFTER_EOF -> "the first write after end-of-file had been read";
            case WRITE_TO_DEAD -> "writes go on after the application was told that the connection is dead";
            case USE_AFTER_CLOSE -> "an operation was started after close() had returned";
            case USE_AFTER_SHUTDOWN -> "a write after own shutdownOutput, a repeated read after own shutdownInput";
            case PEER_FIN -> "the kernel has the peer's FIN, and the application has not read up to it";
            case PEER_RESET ->
                "the kernel's connection is dead, by the peer's RST or given up after timeouts, and no call was told";
            case WRITE_AFTER_FIN -> "a write began while the peer's FIN was in the kernel, unread";
            case FOREIGN_SHUTDOWN -> "the kernel has sent our FIN, and no call of this JVM asked for it";
            case DATA_AFTER_SHUTDOWN -> "bytes have come since own shutdownInput";
            case GIVEN_UP ->
                "a read or write was told that the kernel had given the connection up (ETIMEDOUT, EHOSTUNREACH)";
            case BOUND -> "a listener has its address";
            case BIND_FAILED -> "a listener's bind or listen failed";
            case LISTENING -> "a listener takes connections";
        };
    }

    private static String meaning(Inbound state) {
        return switch (state) {
            case NEW -> "no connect was tried yet";
            case CONNECTING -> "the SYN may be on its way";
            case OPEN -> "bytes can come";
            case FIN_PENDING -> "the peer's FIN has come, the application has not read up to it";
            case EOF -> "the application has read end-of-file";
            case SHUT -> "own shutdownInput: what the peer does is not seen by reads any more";
            case RESET -> "ended by the peer's RST";
            case FAILED -> "the connect failed";
            case UNKNOWN -> "history is missing";
        };
    }

    private static String meaning(Outbound state) {
        return switch (state) {
            case NEW -> "no connect was tried yet";
            case CONNECTING -> "the SYN may be on its way";
            case OPEN -> "bytes can go";
            case SHUT -> "our FIN is sent, or queued behind what was written";
            case RESET -> "ended by the peer's RST";
            case FAILED -> "the connect failed";
            case UNKNOWN -> "history is missing";
        };
    }

    private static String meaning(Descriptor state) {
        return switch (state) {
            case OPEN -> "not closed";
            case HELD -> "close() has returned, a selector or a thread still holds it";
            case CLOSED -> "given back to the kernel";
            case COLLECTED -> "lost: nobody can close it any more";
        };
    }
}
