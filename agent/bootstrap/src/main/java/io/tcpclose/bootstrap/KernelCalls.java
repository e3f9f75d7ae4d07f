package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Questions to the kernel about one descriptor, through private natives of {@code sun.nio.ch.Net}. Each one reads nothing
 * from the stream and changes nothing. A missing one answers "unknown"; {@link #missing()} names it.
 */
public final class KernelCalls {
    public static final int POLLIN = 1;
    public static final int POLLERR = 8;
    public static final int POLLHUP = 16;
    /** Linux: the peer has shut its output down, also while unread bytes wait in front of its FIN. */
    public static final int POLLRDHUP = 0x2000;

    private static final @Nullable MethodHandle POLL =
            find("poll", int.class, FileDescriptor.class, int.class, long.class);
    private static final @Nullable MethodHandle AVAILABLE = find("available", int.class, FileDescriptor.class);

    private KernelCalls() {}

    /** Looks the method up without initialising its class: that would load native libraries in the application's place. */
    static @Nullable MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
        try {
            Class<?> net = Class.forName("sun.nio.ch.Net", false, null);
            MethodType type = MethodType.methodType(result, parameters);
            return MethodHandles.privateLookupIn(net, MethodHandles.lookup()).findStatic(net, name, type);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    /** Names of what this JDK does not have, for the report; empty when all is there. */
    public static String missing() {
        String poll = POLL == null ? "Net.poll" : "";
        String available = AVAILABLE == null ? "Net.available" : "";
        return poll.isEmpty() || available.isEmpty() ? poll + available : poll + ", " + available;
    }

    /** The ready events of this descriptor at this moment, or -1 where that cannot be told. */
    static int poll(FileDescriptor descriptor) {
        MethodHandle poll = POLL;
        if (poll == null) return -1;
        try {
            return (int) poll.invokeExact(descriptor, POLLIN | POLLRDHUP | POLLERR | POLLHUP, 0L);
        } catch (Throwable e) {
            return -1;
        }
    }

    /** Unread bytes (FIONREAD), or -1 where that cannot be told. */
    static int available(FileDescriptor descriptor) {
        MethodHandle available = AVAILABLE;
        if (available == null) return -1;
        try {
            return (int) available.invokeExact(descriptor);
        } catch (Throwable e) {
            return -1;
        }
    }

    /** Unread bytes of a connection that still has its descriptor, or -1. For the agent's thread. */
    public static int unread(Connection connection) {
        FileDescriptor descriptor = connection.get();
        if (descriptor == null || !ConnectionTable.holds(connection)) return -1;
        int bytes = available(descriptor);
        return ConnectionTable.holds(connection) ? bytes : -1;
    }
}
