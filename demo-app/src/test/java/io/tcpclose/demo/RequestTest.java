package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTest {
    @Test
    void noNames_meansEveryScenario() {
        assertThat(Request.parse(List.of()).scenarios()).isEqualTo(Scenarios.ALL);
    }

    @Test
    void hold_isTheLongestThatAChosenScenarioNeeds() {
        Request request = Request.parse(List.of("abortive-close", "eof-not-closed"));
        assertThat(request.scenarios()).extracting(Scenario::name).containsExactly("abortive-close", "eof-not-closed");
        assertThat(request.holdSeconds())
                .isEqualTo(Scenarios.named("eof-not-closed").orElseThrow().holdSeconds());
    }

    @Test
    void hold_isTakenFromTheCommandLine() {
        Request request = Request.parse(List.of("--hold", "0", "eof-not-closed"));
        assertThat(request.holdSeconds()).isZero();
        assertThat(request.scenarios()).hasSize(1);
    }

    @Test
    void serveWithoutNames_meansEveryScenario() {
        assertThat(Request.toServe(List.of()).scenarios()).isEqualTo(Scenarios.ALL);
    }

    @Test
    void serveLegal_meansEveryScenarioThatIsNoMisuse() {
        assertThat(Request.toServe(List.of("--legal")).scenarios())
                .hasSizeGreaterThan(5)
                .noneMatch(Scenario::misuse)
                .containsAll(Scenarios.ALL.stream()
                        .filter(scenario -> !scenario.misuse())
                        .toList());
    }

    @Test
    void serveLegalWithNames_meansThoseToo() {
        Request request = Request.toServe(List.of("--hold", "3", "late-close", "--legal"));
        assertThat(request.scenarios())
                .filteredOn(Scenario::misuse)
                .extracting(Scenario::name)
                .containsExactly("late-close");
        assertThat(request.scenarios()).extracting(Scenario::name).contains("idle-pool");
        assertThat(request.holdSeconds()).isEqualTo(3);
    }

    @Test
    void legalWithoutServe_isUnknown() {
        assertThatThrownBy(() -> Request.parse(List.of("--legal"))).hasMessageContaining("unknown scenario '--legal'");
    }
}
