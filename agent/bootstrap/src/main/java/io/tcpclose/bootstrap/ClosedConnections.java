package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The connections closed last, findable by their FileDescriptor object: what a use after close is told from. Bounded; a
 * newer one that hashes alike takes the place of an older one, whose late use then goes unseen.
 */
final class ClosedConnections {
    private static final int SIZE = 4096;
    private static final AtomicReferenceArray<@Nullable Connection> SLOTS = new AtomicReferenceArray<>(SIZE);

    private ClosedConnections() {}

    private static int slot(FileDescriptor descriptor) {
        return System.identityHashCode(descriptor) & (SIZE - 1);
    }

    static void add(FileDescriptor descriptor, Connection connection) {
        SLOTS.set(slot(descriptor), connection);
    }

    static @Nullable Connection find(FileDescriptor descriptor) {
        Connection c = SLOTS.get(slot(descriptor));
        return c != null && c.refersTo(descriptor) ? c : null;
    }
}
