package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HttpRequestsTest {
    @RegisterExtension
    final Hearing heard = new Hearing();

    private final Object request = new Object();

    @Test
    void request_isFoundByItsObjectAlone() {
        Openers.requested(request);
        assertThat(HttpRequests.of(request)).isNotNull();
        assertThat(HttpRequests.of(new Object())).isNull();
        assertThat(HttpRequests.of(null)).isNull();
    }

    @Test
    void request_metTwiceByTheAgentsThread_isForgotten() {
        Openers.requested(request);
        HttpRequests.forgetOld();
        assertThat(HttpRequests.of(request)).as("it may connect just now").isNotNull();
        HttpRequests.forgetOld();
        assertThat(HttpRequests.of(request)).isNull();
    }

    @Test
    void request_passedByAThousandOthers_isForgotten() {
        Openers.requested(request);
        List<Object> others = new ArrayList<>();
        for (int i = 0; i < 1023; i++) others.add(new Object());
        others.forEach(Openers::requested);
        assertThat(HttpRequests.of(request)).as("the oldest of 1024").isNotNull();
        Openers.requested(new Object());
        assertThat(HttpRequests.of(request)).isNull();
    }

    @Test
    void request_ofTheAgentItself_orWithoutStacks_isNotKept() {
        Tracing.agentThread(Thread.currentThread());
        Openers.requested(request);
        assertThat(HttpRequests.of(request)).isNull();
        Tracing.agentThread(new Thread());
        Tracing.stacks(0);
        Openers.requested(request);
        assertThat(HttpRequests.of(request)).isNull();
    }

    @Test
    void stop_forgetsAll() {
        Openers.requested(request);
        Tracing.stop();
        assertThat(HttpRequests.of(request)).isNull();
        Openers.requested(request);
        assertThat(HttpRequests.of(request)).isNull();
    }

    @Test
    void requests_haveAQuarterOfTheStacks_andLeaveTheRest() {
        StackBudget.refill(8);
        long refused = StackBudget.refused();
        List<Object> requests = List.of(new Object(), new Object(), new Object());
        requests.forEach(Openers::requested);
        assertThat(requests.stream().filter(r -> HttpRequests.of(r) != null)).hasSize(2);
        assertThat(StackBudget.refused()).as("most requests open nothing").isEqualTo(refused);
        for (int i = 0; i < 8; i++) assertThat(Tracing.openingMark()).isNotNull();
        assertThat(Tracing.openingMark()).isNull();
    }
}
