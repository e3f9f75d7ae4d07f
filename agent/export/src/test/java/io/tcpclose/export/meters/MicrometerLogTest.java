package io.tcpclose.export.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.util.internal.logging.InternalLogger;
import io.micrometer.common.util.internal.logging.InternalLoggerFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicrometerLogTest {
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void take() {
        MicrometerLog.to(said::add);
    }

    private static InternalLogger logger() {
        return InternalLoggerFactory.getInstance("a.b.Registry");
    }

    @Test
    void warning_isSaidOnce() {
        for (int i = 0; i < 3; i++) logger().warn("cannot push");
        logger().error("cannot push");
        assertThat(said).containsExactly("metrics: cannot push");
    }

    @Test
    void arguments_areFilledIn() {
        logger().warn("{} of {} are lost", 3, 7);
        logger().warn("{} is gone", "x");
        logger().error("{} {} {}", 1, null, "{}");
        assertThat(said).containsExactly("metrics: 3 of 7 are lost", "metrics: x is gone", "metrics: 1 null {}");
    }

    @Test
    void thrown_isNamed() {
        logger().error("cannot push", new IllegalStateException("no way"));
        logger().warn("cannot push {}", "it", new IllegalStateException("no way"));
        assertThat(said)
                .containsExactly(
                        "metrics: cannot push: java.lang.IllegalStateException: no way",
                        "metrics: cannot push it: java.lang.IllegalStateException: no way");
    }

    @Test
    void nothingBelowWarning_isSaid() {
        logger().info("up");
        logger().debug("up {}", 1);
        logger().trace("up");
        assertThat(said).isEmpty();
        assertThat(logger().isInfoEnabled()).isFalse();
        assertThat(logger().isDebugEnabled()).isFalse();
        assertThat(logger().isWarnEnabled()).isTrue();
        assertThat(logger().isErrorEnabled()).isTrue();
    }

    @Test
    void manyDifferentLines_endAtSomeTime() {
        for (int i = 0; i < 1_000; i++) logger().warn("line {}", i);
        assertThat(said).hasSizeBetween(10, 50);
    }

    @Test
    void name_isTheLoggers() {
        assertThat(logger().name()).isEqualTo("a.b.Registry");
    }
}
