package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForcedOffTest {
    private static final String PROPERTY = "tcpclose.test.off";

    private @Nullable String before;

    @BeforeEach
    void remember() {
        before = System.getProperty(PROPERTY);
    }

    @AfterEach
    void restore() {
        if (before == null) System.clearProperty(PROPERTY);
        else System.setProperty(PROPERTY, before);
    }

    /** Reads the property once, when it is loaded: each question gets a class of its own. */
    private static final class Fresh extends ClassLoader {
        boolean contains(String capability) throws IOException, ReflectiveOperationException {
            try (InputStream in = ForcedOff.class.getResourceAsStream("ForcedOff.class")) {
                byte[] code = Objects.requireNonNull(in).readAllBytes();
                Class<?> type = defineClass(ForcedOff.class.getName(), code, 0, code.length);
                return (boolean) type.getMethod("contains", String.class).invoke(null, capability);
            }
        }
    }

    private static boolean isOff(String capability) throws IOException, ReflectiveOperationException {
        return new Fresh().contains(capability);
    }

    @Test
    void capability_notNamed_isNotForcedOff() throws IOException, ReflectiveOperationException {
        System.clearProperty(PROPERTY);
        assertThat(isOff("poll")).isFalse();
        System.setProperty(PROPERTY, "fin-watcher,tcp-info");
        assertThat(isOff("poll")).isFalse();
    }

    @Test
    void capability_namedFirstOrLast_isForcedOff() throws IOException, ReflectiveOperationException {
        System.setProperty(PROPERTY, "fin-watcher,tcp-info");
        assertThat(isOff("fin-watcher")).isTrue();
        assertThat(isOff("tcp-info")).isTrue();
    }

    @Test
    void capability_partOfANamedOne_isNotForcedOff() throws IOException, ReflectiveOperationException {
        System.setProperty(PROPERTY, "proc-fd");
        assertThat(isOff("proc")).isFalse();
        assertThat(isOff("fd")).isFalse();
    }
}
