package io.tcpclose.agent;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.lang.runtime.ObjectMethods;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * The JDK's factory of equals, hashCode and toString of records. Each of its method handles remembers the type that
 * it was adapted to last, and would keep the agent's class loader by that: {@code MethodHandle.asTypeCache}, strongly
 * for any type in JDK 17; later softly for types of an application's loader, and strongly for those of the JDK.
 */
final class RecordMethods {
    private RecordMethods() {}

    /** It remembers types of nobody's instead. */
    static void forget() {
        try {
            adaptTo(typeOfNobody());
            adaptTo(String.class);
        } catch (Throwable onlyOfRecords) {
            // A newer JDK's; it remembers one agent, and no more than one.
        }
    }

    /** In a class loader of its own, and without a class of ours behind it. */
    @SuppressWarnings("deprecation") // an instance is not wanted
    private static Class<?> typeOfNobody() {
        return Proxy.getProxyClass(new URLClassLoader(new URL[0], null), Runnable.class);
    }

    private static void adaptTo(Class<?> type) throws Throwable {
        MethodHandle getter = MethodHandles.identity(type);
        make("equals", type, boolean.class, new Class<?>[] {type, Object.class}, getter);
        make("hashCode", type, int.class, new Class<?>[] {type}, getter);
        make("toString", type, String.class, new Class<?>[] {type}, getter);
    }

    private static void make(String name, Class<?> type, Class<?> result, Class<?>[] parameters, MethodHandle getter)
            throws Throwable {
        Object unused = ObjectMethods.bootstrap(
                MethodHandles.lookup(), name, methodType(result, parameters), type, "it", getter);
    }
}
