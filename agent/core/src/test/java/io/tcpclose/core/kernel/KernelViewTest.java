package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Scripted;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelViewTest {
    private final KernelView view = new KernelView();

    private static int info(int state, int retransmits, int probes) {
        return state | 4 << 8 | retransmits << 16 | probes << 24;
    }

    // --- an answer of TCP_INFO ---

    @Test
    void answer_eachByte_isTakenForWhatItIs() {
        int info = info(KernelCalls.ESTABLISHED, 3, 2);
        view.answers(info, 7);
        assertThat(KernelView.state(info)).isEqualTo(KernelCalls.ESTABLISHED);
        assertThat(view.retransmits).isEqualTo(3);
        assertThat(view.probes).isEqualTo(2);
        assertThat(view.goneNanos).isZero();
    }

    @Test
    void answer_countsOfTheHighestBit_areNotNegative() {
        view.answers(info(KernelCalls.ESTABLISHED, 255, 255), 7);
        assertThat(view.retransmits).isEqualTo(255);
        assertThat(view.probes).isEqualTo(255);
        assertThat(view.goneNanos).isEqualTo(7);
    }

    @Test
    void peer_fourOfEachUnanswered_isNotGone() {
        view.answers(info(KernelCalls.ESTABLISHED, 4, 4), 7);
        assertThat(view.goneNanos).isZero();
    }

    @Test
    void peer_fiveRetransmissionsOrProbesUnanswered_isGoneSinceTheFirstLook() {
        view.answers(info(KernelCalls.ESTABLISHED, 5, 0), 7);
        view.answers(info(KernelCalls.ESTABLISHED, 0, 5), 8);
        assertThat(view.goneNanos).isEqualTo(7);
    }

    @Test
    void peer_answersInBetween_isGoneAnew() {
        view.answers(info(KernelCalls.ESTABLISHED, 5, 0), 7);
        view.answers(info(KernelCalls.ESTABLISHED, 0, 0), 8);
        assertThat(view.goneNanos).isZero();
        view.answers(info(KernelCalls.ESTABLISHED, 5, 0), 9);
        assertThat(view.goneNanos).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                KernelCalls.FIN_WAIT_1,
                KernelCalls.FIN_WAIT_2,
                KernelCalls.CLOSE,
                KernelCalls.CLOSE_WAIT,
                KernelCalls.LAST_ACK,
                KernelCalls.CLOSING
            })
    void peer_ofAConnectionThatIsEnding_isNotGone(int state) {
        view.answers(info(state, 9, 9), 7);
        assertThat(view.goneNanos).isZero();
    }

    // --- another look ---

    static Stream<Arguments> suspicions() {
        return Stream.of(
                suspicion("a retransmission", v -> v.retransmits = 1),
                suspicion("a probe", v -> v.probes = 1),
                suspicion("a FIN of ours that nobody sent", v -> v.foreignFinSeen = 1),
                suspicion("the peer's FIN, unread", v -> v.finNanos = -1));
    }

    private static Arguments suspicion(String what, Consumer<KernelView> told) {
        return Arguments.of(what, told);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("suspicions")
    void suspicious_whatIsGoingOn_isLookedAtAgain(String what, Consumer<KernelView> told) {
        told.accept(view);
        assertThat(view.isSuspicious()).as(what).isTrue();
    }

    @Test
    void suspicious_nothingTold_isNot() {
        assertThat(view.isSuspicious()).isFalse();
        view.unread = 5;
        view.idleBeforeFin = 9;
        assertThat(view.isSuspicious()).as("no state that goes on").isFalse();
    }

    // --- where it hangs ---

    private static final class Record implements KernelView.Holder {
        private final @Nullable KernelView view;

        private Record(@Nullable KernelView view) {
            this.view = view;
        }

        @Override
        public @Nullable KernelView view() {
            return view;
        }
    }

    @Test
    void of_aConnection_isWhatItsRecordHolds() {
        Connection c = Scripted.blank().connection();
        assertThat(KernelView.of(c)).as("no record").isNull();
        c.watch = new Record(null);
        assertThat(KernelView.of(c)).as("nothing remarkable").isNull();
        c.watch = new Record(view);
        assertThat(KernelView.of(c)).isSameAs(view);
        c.watch = "of somebody else";
        assertThat(KernelView.of(c)).isNull();
    }
}
