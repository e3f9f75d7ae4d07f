package io.tcpclose.benchmarks.load;

import java.lang.reflect.Field;
import java.util.Arrays;

/**
 * Switches all hooks of the agent in this JVM off and on again, by the flags with which a failing hook turns itself off. What is
 * left when they are off is one call and one flag test each.
 */
final class HookSwitch {
    private final boolean[] off;

    HookSwitch() throws ReflectiveOperationException {
        Field flags =
                Class.forName("io.tcpclose.bootstrap.HookErrors", true, null).getDeclaredField("OFF");
        flags.setAccessible(true);
        off = (boolean[]) flags.get(null);
    }

    void set(boolean on) {
        Arrays.fill(off, !on);
    }
}
