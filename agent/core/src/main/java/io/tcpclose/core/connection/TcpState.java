package io.tcpclose.core.connection;

import org.jspecify.annotations.Nullable;

/**
 * The name that OpenTelemetry's {@code network.connection.state} gives to what the application has done and noticed. Without
 * the kernel's word an own FIN counts as acknowledged ({@code fin_wait_2}), and {@code last_ack} or {@code closing} are not
 * told apart from what follows.
 */
public final class TcpState {
    private TcpState() {}

    /** @return null where history is missing */
    public static @Nullable String of(Inbound inbound, Outbound outbound, Descriptor descriptor) {
        if (descriptor == Descriptor.CLOSED) return "closed";
        return switch (inbound) {
            case NEW, FAILED, RESET -> "closed";
            case CONNECTING -> "syn_sent";
            case OPEN, SHUT ->
                switch (outbound) {
                    case NEW, FAILED, RESET -> "closed";
                    case CONNECTING -> "syn_sent";
                    case OPEN -> "established";
                    case SHUT -> "fin_wait_2";
                    case UNKNOWN -> null;
                };
            case FIN_PENDING, EOF ->
                switch (outbound) {
                    case NEW, FAILED, RESET, SHUT -> "closed";
                    case CONNECTING -> "syn_sent";
                    case OPEN, UNKNOWN -> "close_wait";
                };
            case UNKNOWN -> null;
        };
    }
}
