package io.tcpclose.agent;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.runtime.ObjectMethods;

/**
 * The JDK's factory of equals, hashCode and toString of records. Each of its method handles remembers the type that it was adapted
 * to last ({@code MethodHandle.asTypeCache}, strong until JDK 21), and would keep the agent's class loader by that.
 */
final class RecordMethods {
    private RecordMethods() {}

    /** It remembers String instead. */
    static void forget() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            MethodHandle getter = lookup.findVirtual(String.class, "toString", methodType(String.class));
            Object unused = ObjectMethods.bootstrap(
                    lookup, "equals", methodType(boolean.class, String.class, Object.class), String.class, "s", getter);
            unused = ObjectMethods.bootstrap(
                    lookup, "hashCode", methodType(int.class, String.class), String.class, "s", getter);
            unused = ObjectMethods.bootstrap(
                    lookup, "toString", methodType(String.class, String.class), String.class, "s", getter);
        } catch (Throwable onlyOfRecords) {
            // A newer JDK, which remembers softly.
        }
    }
}
