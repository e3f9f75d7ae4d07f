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

    /** The first of two: the newest that hash alike. */
    private static int slot(FileDescriptor descriptor) {
        return System.identityHashCode(descriptor) & (SIZE - 2);
    }

    static void add(FileDescriptor descriptor, Connection connection) {
        if (OlderSockets.isUnmet(connection)) OlderSockets.isOf(connection, descriptor);
        int slot = slot(descriptor);
        SLOTS.set(slot + 1, SLOTS.getAndSet(slot, connection));
    }

    static void clear() {
        for (int i = 0; i < SIZE; i++) SLOTS.set(i, null);
    }

    static @Nullable Connection find(FileDescriptor descriptor) {
        int slot = slot(descriptor);
        Connection c = SLOTS.get(slot);
        if (c == null || !OlderSockets.wasOf(c, descriptor)) c = SLOTS.get(slot + 1);
        return c != null && OlderSockets.wasOf(c, descriptor) ? c : null;
    }
}
