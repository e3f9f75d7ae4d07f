package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Descriptor number to connection. Two levels whose chunks never move: a table that is copied to grow loses a registration
 * that races with the copy. A look-up is two array loads, no lock.
 *
 * <p>Number reuse cannot alias: a connection is taken out on <em>enter</em> of close(2) and put in on <em>exit</em> of
 * socket(2) or accept(2), and between the two the kernel has not given the number away.
 */
public final class ConnectionTable {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int MASK = CHUNK - 1;
    /** Descriptor numbers up to 4 Mi; a connection beyond is counted as untracked. */
    private static final int CHUNKS = 4096;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Connection[].class);
    private static final VarHandle CHUNK_SLOT = MethodHandles.arrayElementVarHandle(Connection[][].class);

    private static final Connection[][] TABLE = new Connection[CHUNKS][];

    private ConnectionTable() {}

    static int number(FileDescriptor descriptor) {
        return Descriptors.number(descriptor);
    }

    /** The connection under this number, or null; never throws, whatever the number. */
    static @Nullable Connection at(int fd) {
        int chunk = fd >>> CHUNK_BITS;
        if (chunk >= CHUNKS) return null;
        Connection[] slots = TABLE[chunk];
        if (slots == null) return null;
        return (Connection) SLOT.getAcquire(slots, fd & MASK);
    }

    /** As {@link #at}, for the agent's threads: null as well for what is no TCP connection. */
    public static @Nullable Connection connectionAt(int fd) {
        Connection c = at(fd);
        return c == Tracing.NOT_OURS ? null : c;
    }

    /** Whether nothing is known under this number: neither a connection, nor that it is none or found no room. */
    public static boolean isUnknown(int fd) {
        return at(fd) == null;
    }

    /** @return whether there was room; replaces a stale entry left by somebody who closed behind the JDK's back */
    static boolean put(int fd, Connection connection) {
        int chunk = fd >>> CHUNK_BITS;
        if (fd < 0 || chunk >= CHUNKS) return false;
        SLOT.setRelease(chunk(chunk), fd & MASK, connection);
        return true;
    }

    /** As {@link #put}, but leaves what is there: two threads may meet an unknown descriptor at the same moment. */
    static boolean putIfFree(int fd, Connection connection) {
        int chunk = fd >>> CHUNK_BITS;
        if (fd < 0 || chunk >= CHUNKS) return false;
        return SLOT.compareAndSet(chunk(chunk), fd & MASK, (Connection) null, connection);
    }

    private static Connection[] chunk(int chunk) {
        Connection[] slots = TABLE[chunk];
        if (slots != null) return slots;
        Connection[] fresh = new Connection[CHUNK];
        Connection[] other = (Connection[]) CHUNK_SLOT.compareAndExchange(TABLE, chunk, (Connection[]) null, fresh);
        return other != null ? other : fresh;
    }

    /** Takes out what is under this number if it is this connection. */
    static boolean remove(int fd, Connection connection) {
        int chunk = fd >>> CHUNK_BITS;
        if (fd < 0 || chunk >= CHUNKS) return false;
        Connection[] slots = TABLE[chunk];
        return slots != null && SLOT.compareAndSet(slots, fd & MASK, connection, (Connection) null);
    }

    /** Calls the visitor for each entry; entries that come or go meanwhile may be missed or met. */
    public static void forEach(Visitor visitor) {
        for (Connection[] slots : TABLE) {
            if (slots == null) continue;
            for (int i = 0; i < CHUNK; i++) {
                Connection c = (Connection) SLOT.getAcquire(slots, i);
                if (c != null && c != Tracing.NOT_OURS) visitor.visit(c);
            }
        }
    }

    /** Whether this very connection still holds its slot. */
    public static boolean holds(Connection connection) {
        return at(connection.fd) == connection;
    }

    /** Forgets everything: after this no hook finds a connection. */
    static void clear() {
        for (int i = 0; i < CHUNKS; i++) TABLE[i] = null;
    }

    /** For {@link #forEach}: an interface of ours, since a lambda type would be loaded here for the first time. */
    public interface Visitor {
        void visit(Connection connection);
    }
}
