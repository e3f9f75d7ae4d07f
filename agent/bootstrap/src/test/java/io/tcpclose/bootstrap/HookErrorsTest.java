package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HookErrorsTest {
    @BeforeEach
    @AfterEach
    void reset() {
        HookErrorsReset.reset();
    }

    private static void fail(int hook, int times) {
        for (int i = 0; i < times; i++) HookErrors.record(hook, new IllegalStateException("secret"));
    }

    @Test
    void record_upToTheLimit_staysOn() {
        fail(Hook.READ, HookErrors.LIMIT);
        assertThat(HookErrors.off(Hook.READ)).isFalse();
        assertThat(HookErrors.count(Hook.READ)).isEqualTo(100);
    }

    @Test
    void record_aboveTheLimitInAMinute_switchesOnlyThatHookOff() {
        fail(Hook.READ, HookErrors.LIMIT + 1);
        for (int hook = 0; hook < Hook.COUNT; hook++) {
            assertThat(HookErrors.isOff(hook)).as(Hook.name(hook)).isEqualTo(hook == Hook.READ);
        }
    }

    @Test
    void record_aNewMinute_countsAnew() {
        fail(Hook.CLOSE, HookErrors.LIMIT);
        HookErrorsReset.windowStarts()[Hook.CLOSE] = System.nanoTime() - TimeUnit.SECONDS.toNanos(61);
        fail(Hook.CLOSE, HookErrors.LIMIT);
        assertThat(HookErrors.off(Hook.CLOSE)).isFalse();
        assertThat(HookErrors.total()).isEqualTo(2 * HookErrors.LIMIT);
    }

    @Test
    void first_keepsTheClassAndNotTheMessage() {
        fail(Hook.WAIT, 1);
        assertThat(HookErrors.first()).isNotNull().doesNotContain("secret").endsWith("Exception");
    }

    @Test
    void name_everyHook_hasOneOfItsOwn() {
        assertThat(java.util.stream.IntStream.range(0, Hook.COUNT).mapToObj(Hook::name))
                .doesNotHaveDuplicates()
                .doesNotContainNull();
    }
}
