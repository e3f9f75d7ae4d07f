package io.tcpclose.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tcpclose.bootstrap.BoardReset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ApplicationRegistriesTest {
    @RegisterExtension
    final BoardReset reset = new BoardReset();

    @Test
    void global_isUsedWhereARegistryStandsBehindIt() throws Exception {
        MeterRegistry behind = new SimpleMeterRegistry();
        assertThat(ApplicationRegistries.isGlobalUsed()).isFalse();
        Metrics.addRegistry(behind);
        try (AutoCloseable binding = ApplicationRegistries.bindGlobal("BASIC")) {
            assertThat(ApplicationRegistries.isGlobalUsed()).isTrue();
            assertThat(behind.find("tcpclose.agent.dropped").meter()).isNotNull();
            assertThat(binding).isNotNull();
        } finally {
            Metrics.removeRegistry(behind);
        }
        assertThat(Metrics.globalRegistry.getMeters()).isEmpty();
    }

    @Test
    void registry_found_isBound() throws Exception {
        MeterRegistry registry = new SimpleMeterRegistry();
        AutoCloseable binding = Objects.requireNonNull(ApplicationRegistries.bind(registry, "ALL"));
        assertThat(registry.getMeters()).hasSize(1);
        binding.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    /** One that hands on would show each of them twice. */
    @Test
    void objects_thatAreNoRegistryOfTheirOwn_areNotBound() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        assertThat(ApplicationRegistries.bind(composite, "ALL")).isNull();
        assertThat(ApplicationRegistries.bind("a registry of another loader", "ALL"))
                .isNull();
        assertThat(composite.getMeters()).isEmpty();
    }
}
