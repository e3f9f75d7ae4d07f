package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Scripted;
import io.tcpclose.bootstrap.SocketEvent;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Time rules of the kernel's evidence, on connections that get into another state before the threshold is passed. */
class KernelGuardsTest {
    private static final long SECOND = 1_000;
    /** All three have their evidence by then, and none of them has passed its threshold. */
    private static final long BEFORE = 33 * SECOND;

    private static final long HOUR = 3_600 * SECOND;

    @RegisterExtension
    final Books books = new Books();

    private record Case(String rule, Function<ScriptedKernel, Scripted> life) {
        @Override
        public String toString() {
            return rule;
        }
    }

    static Stream<Case> rules() {
        return Stream.of(
                new Case("fin-unnoticed", kernel -> {
                    Scripted life = Books.client();
                    kernel.alive(life.connection()).fin(life.connection());
                    return life;
                }),
                new Case("peer-vanished", kernel -> {
                    Scripted life = Books.client();
                    kernel.alive(life.connection()).unanswered(life.connection(), 6, 0);
                    return life;
                }),
                new Case("accepted-never-read", kernel -> {
                    Scripted life = Scripted.server(Books.START, 8080);
                    kernel.alive(life.connection()).unread(life.connection(), 5);
                    return life;
                }));
    }

    static Stream<Arguments> guarded() {
        return rules().flatMap(rule -> Stream.of(
                Arguments.of(rule, "nobody's any more", of(c -> c.step(SocketEvent.COLLECTED, BEFORE, 0))),
                Arguments.of(rule, "closed and held", of(c -> c.held(BEFORE))),
                Arguments.of(rule, "closed", of(c -> c.closes(BEFORE))),
                Arguments.of(rule, "closed under a reader", of(c -> c.preClosed(BEFORE))),
                Arguments.of(rule, "reset, which was told", of(c -> c.reset(BEFORE)))));
    }

    private static UnaryOperator<Scripted> of(UnaryOperator<Scripted> end) {
        return end;
    }

    private Scripted until(Case rule, long millis) {
        Scripted life = rule.life().apply(books.kernel());
        for (long at = 5 * SECOND; at < millis; at += 5 * SECOND) books.pass(at);
        return life;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_noGuard_fires(Case rule) {
        until(rule, HOUR);
        assertThat(books.findings()).anyMatch(finding -> finding.startsWith(rule.rule() + " "));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("guarded")
    void rule_anotherStateByThen_isSilent(Case rule, String why, UnaryOperator<Scripted> end) {
        Scripted life = end.apply(until(rule, BEFORE));
        for (long at = 35 * SECOND; at < HOUR; at += 5 * SECOND) books.pass(at);
        assertThat(books.findings()).as(why).noneMatch(finding -> finding.startsWith(rule.rule() + " "));
        assertThat(life.connection().newestStep()).isNotNull();
    }
}
