package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import jdk.internal.access.JavaIOFileDescriptorAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
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

    private static final JavaIOFileDescriptorAccess DESCRIPTORS = SharedSecrets.getJavaIOFileDescriptorAccess();
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long BASE = UNSAFE.arrayBaseOffset(Connection[].class);
    private static final int SHIFT = 31 - Integer.numberOfLeadingZeros(UNSAFE.arrayIndexScale(Connection[].class));

    private static final Connection[][] TABLE = new Connection[CHUNKS][];

    private ConnectionTable() {}

    static int number(FileDescriptor descriptor) {
        return DESCRIPTORS.get(descriptor);
    }

    /** The connection under this number, or null; never throws, whatever the number. */
    static @Nullable Connection at(int fd) {
        int chunk = fd >>> CHUNK_BITS;
        if (chunk >= CHUNKS) return null;
        Connection[] slots = TABLE[chunk];
        if (slots == null) return null;
        return (Connection) UNSAFE.getReferenceAcquire(slots, offset(fd));
    }

    private static long offset(int fd) {
        return BASE + ((long) (fd & MASK) << SHIFT);
    }

    /** @return whether there was room; replaces a stale entry left by somebody who closed behind the JDK's back */
    static boolean put(int fd, Connection connection) {
        int chunk = fd >>> CHUNK_BITS;
        if (fd < 0 || chunk >= CHUNKS) return false;
        UNSAFE.putReferenceRelease(chunk(chunk), offset(fd), connection);
        return true;
    }

    private static Connection[] chunk(int chunk) {
        Connection[] slots = TABLE[chunk];
        if (slots != null) return slots;
        Connection[] fresh = new Connection[CHUNK];
        long where = UNSAFE.arrayBaseOffset(Connection[][].class)
                + (long) chunk * UNSAFE.arrayIndexScale(Connection[][].class);
        Connection[] other = (Connection[]) UNSAFE.compareAndExchangeReference(TABLE, where, null, fresh);
        return other != null ? other : fresh;
    }

    /** Takes out what is under this number if it is this connection. */
    static boolean remove(int fd, Connection connection) {
        int chunk = fd >>> CHUNK_BITS;
        if (fd < 0 || chunk >= CHUNKS) return false;
        Connection[] slots = TABLE[chunk];
        return slots != null && UNSAFE.compareAndSetReference(slots, offset(fd), connection, null);
    }

    /** Calls the visitor for each entry; entries that come or go meanwhile may be missed or met. */
    public static void forEach(Visitor visitor) {
        for (Connection[] slots : TABLE) {
            if (slots == null) continue;
            for (int i = 0; i < CHUNK; i++) {
                Connection c = (Connection) UNSAFE.getReferenceAcquire(slots, offset(i));
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
