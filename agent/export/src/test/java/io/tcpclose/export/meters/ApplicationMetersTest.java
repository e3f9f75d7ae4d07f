package io.tcpclose.export.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What needs no woven registry; with one see MicrometerIT. */
class ApplicationMetersTest {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final List<String> said = new ArrayList<>();
    private final List<Class<?>> woven = new ArrayList<>();
    private final ApplicationMeters meters = new ApplicationMeters("BASIC", PATIENCE, this::weave, said::add);

    private boolean weave(Class<?> registry) {
        woven.add(registry);
        return false;
    }

    /** An application's own Micrometer: the same jars, loaded once more. */
    private static ClassLoader application() {
        URL[] jars = List.of(
                        Metrics.class, io.micrometer.common.KeyValue.class, io.micrometer.observation.Observation.class)
                .stream()
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
    }

    @Test
    void isQuiet_whileNothingWasSeen() {
        assertThat(meters.isQuiet()).isTrue();
        meters.seen(application(), ApplicationMeters.METRICS, 0);
        assertThat(meters.isQuiet()).isFalse();
    }

    @Test
    void registryThatCannotBeWoven_isSaidOnceAndLetBe() {
        ClassLoader first = application();
        ClassLoader second = application();
        meters.seen(first, ApplicationMeters.REGISTRY, 0);
        meters.seen(second, ApplicationMeters.REGISTRY, 0);
        meters.turn(PATIENCE - 1);
        assertThat(woven).isEmpty();
        meters.turn(PATIENCE);
        meters.turn(PATIENCE + 1);
        assertThat(woven).extracting(Class::getClassLoader).containsExactly(first, second);
        assertThat(said)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("the meters could not be put into the application's Micrometer: ");
        assertThat(meters.isQuiet()).isTrue();
    }
}
