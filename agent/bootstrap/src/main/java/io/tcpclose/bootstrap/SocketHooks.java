package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The hot hooks: what a read or a write pays. One table look-up, a few plain stores, one flag test; no clock, no lock, no
 * allocation unless a flag asks for one.
 *
 * <p>Called from advice in {@code sun.nio.ch} under that socket's read or write lock. Nothing here may throw: what does is
 * counted and dropped.
 */
public final class SocketHooks {
    private static final int EOF = -1;

    private SocketHooks() {}

    /** Before read(2): finds the connection, or null where there is nothing to record. */
    public static @Nullable Connection readEnter(FileDescriptor descriptor) {
        if (HookErrors.off(Hook.READ)) return null;
        try {
            Connection c = find(descriptor);
            if (c != null) c.inRead = true;
            return c;
        } catch (Throwable e) {
            HookErrors.record(Hook.READ, e);
            return null;
        }
    }

    /**
     * After read(2).
     *
     * @param n what it returned: bytes, or -1 for end-of-file, or another {@code IOStatus}
     * @param address of the bytes, or of the buffers' list
     * @param vectors buffers in that list; 0 where {@code address} is the bytes' own
     */
    public static void readExit(@Nullable Connection c, long n, @Nullable Throwable thrown, long address, int vectors) {
        if (c == null) return;
        try {
            c.inRead = false;
            if (n > 0) {
                c.bytesRead += n;
                int tid = (int) ThreadIds.of(Thread.currentThread());
                if (tid != c.readerTid) SlowHooks.newReader(c, tid);
                if ((c.attention & Connection.READ_ATTENTION) != 0) SlowHooks.noteRead(c, address, n, vectors);
            } else if (thrown != null) {
                SlowHooks.failed(c, thrown, Doing.read(c));
            } else if (n == EOF) {
                SlowHooks.endOfFile(c);
            }
        } catch (Throwable e) {
            HookErrors.record(Hook.READ, e);
        }
    }

    /**
     * Before write(2) or sendfile(2): also tells whether the write is begun on a connection known to be finished or dead.
     *
     * @param address of the bytes, or of the buffers' list; 0 where they are in a file
     * @param bytes at that address; meaningless where it is a list
     * @param vectors buffers in the list; 0 where {@code address} is the bytes' own
     */
    public static @Nullable Connection writeEnter(FileDescriptor descriptor, long address, long bytes, int vectors) {
        if (HookErrors.off(Hook.WRITE)) return null;
        try {
            Connection c = find(descriptor);
            if (c != null) {
                c.inWrite = true;
                if ((c.attention & Connection.WRITE_ATTENTION) != 0) SlowHooks.writeBegins(c, address, bytes, vectors);
            }
            return c;
        } catch (Throwable e) {
            HookErrors.record(Hook.WRITE, e);
            return null;
        }
    }

    /** After write(2) or sendfile(2). */
    public static void writeExit(@Nullable Connection c, long n, @Nullable Throwable thrown) {
        if (c == null) return;
        try {
            c.inWrite = false;
            if (n > 0) {
                c.bytesWritten += n;
                int tid = (int) ThreadIds.of(Thread.currentThread());
                if (tid != c.writerTid) SlowHooks.newWriter(c, tid);
            } else if (thrown != null) {
                SlowHooks.writeFailed(c, thrown);
            }
        } catch (Throwable e) {
            HookErrors.record(Hook.WRITE, e);
        }
    }

    /** Finds the connection; after a late attach, takes in a descriptor met for the first time. */
    static @Nullable Connection find(FileDescriptor descriptor) {
        Connection c = ConnectionTable.at(ConnectionTable.number(descriptor));
        if (c == null) return Tracing.adopting ? Adoption.adopt(descriptor) : null;
        return c == Tracing.NOT_OURS ? null : c;
    }

    /** For lifecycle hooks: the record must belong to this very descriptor object, and nothing is taken in. */
    static @Nullable Connection findExact(@Nullable FileDescriptor descriptor) {
        if (descriptor == null) return null;
        Connection c = ConnectionTable.at(ConnectionTable.number(descriptor));
        return c != null && c != Tracing.NOT_OURS && OlderSockets.isOf(c, descriptor) ? c : null;
    }

    /** As {@link #findExact}; but what the application shuts down is a use, and a late attach takes it in. */
    static @Nullable Connection findOrAdopt(@Nullable FileDescriptor descriptor) {
        if (descriptor == null) return null;
        Connection c = find(descriptor);
        return c != null && OlderSockets.isOf(c, descriptor) ? c : null;
    }

    /** One byte of urgent data was sent: the JDK's path for it passes no dispatcher. */
    public static void urgentSent(Object owner) {
        if (HookErrors.off(Hook.WRITE)) return;
        try {
            writeExit(findExact(Descriptors.of(owner)), 1, null);
        } catch (Throwable e) {
            HookErrors.record(Hook.WRITE, e);
        }
    }
}
