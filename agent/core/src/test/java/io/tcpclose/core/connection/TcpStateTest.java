package io.tcpclose.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TcpStateTest {
    /** OpenTelemetry semantic conventions, network.connection.state. */
    private static final Set<String> OPEN_TELEMETRY = Set.of(
            "closed",
            "close_wait",
            "closing",
            "established",
            "fin_wait_1",
            "fin_wait_2",
            "last_ack",
            "listen",
            "syn_received",
            "syn_sent",
            "time_wait");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "NEW, NEW, closed",
                "CONNECTING, CONNECTING, syn_sent",
                "FAILED, FAILED, closed",
                "OPEN, OPEN, established",
                "OPEN, SHUT, fin_wait_2",
                "SHUT, OPEN, established",
                "SHUT, SHUT, fin_wait_2",
                "FIN_PENDING, OPEN, close_wait",
                "EOF, OPEN, close_wait",
                "EOF, SHUT, closed",
                "EOF, RESET, closed",
                "RESET, RESET, closed",
                "RESET, SHUT, closed",
                "UNKNOWN, UNKNOWN, -",
                "UNKNOWN, SHUT, -",
                "EOF, UNKNOWN, close_wait",
            })
    void state_asTheApplicationKnowsIt(Inbound inbound, Outbound outbound, String state) {
        assertThat(TcpState.of(inbound, outbound, Descriptor.OPEN)).isEqualTo(state);
        assertThat(TcpState.of(inbound, outbound, Descriptor.HELD)).isEqualTo(state);
    }

    @Test
    void state_ofAGoneDescriptor_isClosedWhateverTheHalves() {
        for (Inbound in : Inbound.values()) {
            for (Outbound out : Outbound.values()) {
                assertThat(TcpState.of(in, out, Descriptor.CLOSED)).isEqualTo("closed");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void state_anyCombination_isAName(Descriptor descriptor) {
        for (Inbound in : Inbound.values()) {
            for (Outbound out : Outbound.values()) {
                String state = TcpState.of(in, out, descriptor);
                if (state != null) assertThat(state).isIn(OPEN_TELEMETRY);
            }
        }
    }

    /** The order of include/net/tcp_states.h, whose numbers are the kernel's interface to user space (struct tcp_info). */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0, -",
                "1, established",
                "2, syn_sent",
                "3, -",
                "4, fin_wait_1",
                "5, fin_wait_2",
                "6, time_wait",
                "7, closed",
                "8, close_wait",
                "9, last_ack",
                "10, -",
                "11, closing",
                "12, -",
                "255, -",
            })
    void ofKernel_everyNumber_isItsNameOrNone(int number, String state) {
        assertThat(TcpState.ofKernel(number)).isEqualTo(state);
        if (state != null) assertThat(state).isIn(OPEN_TELEMETRY);
    }
}
