package io.tcpclose.export;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The paths that are no files but what this JVM has open as stdout and stderr, a pipe perhaps, and /dev/null. They
 * are written to by the descriptor: opened by its path, a file that stdout was redirected to would be written from
 * its beginning.
 */
public final class StandardStreams {
    private static final OutputStream OUT = new Kept(new FileOutputStream(FileDescriptor.out));
    private static final OutputStream ERR = new Kept(new FileOutputStream(FileDescriptor.err));
    private static final Map<String, OutputStream> PATHS = Map.of(
            "/dev/stdout", OUT,
            "/dev/fd/1", OUT,
            "/proc/self/fd/1", OUT,
            "/dev/stderr", ERR,
            "/dev/fd/2", ERR,
            "/proc/self/fd/2", ERR,
            "/dev/null", OutputStream.nullOutputStream());

    private StandardStreams() {}

    /** Whether a path is one of these; a link to one is not known here. */
    public static boolean isOne(String path) {
        return PATHS.containsKey(path);
    }

    /** Never closed. */
    private static final class Kept extends FilterOutputStream {
        Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** Null for any other path. */
    static @Nullable OutputStream at(String path) {
        return PATHS.get(path);
    }
}
