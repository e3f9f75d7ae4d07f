package io.tcpclose.core.connection;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The name that OpenTelemetry's {@code network.connection.state} gives to a connection: the kernel's own where it can be
 * asked, else what follows from what the application has done and noticed. There an own FIN counts as acknowledged ({@code fin_wait_2}), and {@code last_ack} or {@code closing} are not
 * told apart from what follows.
 */
public final class TcpState {
    private TcpState() {}

    private static final @Nullable String[] KERNEL = {
        null,
        "established",
        "syn_sent",
        null,
        "fin_wait_1",
        "fin_wait_2",
        "time_wait",
        "closed",
        "close_wait",
        "last_ack",
        null,
        "closing"
    };

    /** All of them. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String name : KERNEL) if (name != null) names.add(name);
        return names;
    }

    /** The name of a number of {@code include/net/tcp_states.h}; null where it is none of a connection that an application holds. */
    public static @Nullable String ofKernel(int state) {
        return state < KERNEL.length ? KERNEL[state] : null;
    }

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
