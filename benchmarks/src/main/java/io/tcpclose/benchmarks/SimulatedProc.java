package io.tcpclose.benchmarks;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A /proc in a folder, of more connections than a process may open here: rows of the table of TCP, descriptors of
 * this process and of others.
 */
final class SimulatedProc {
    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private final Path folder;
    private final StringBuilder rows = new StringBuilder(HEADER);

    SimulatedProc(Path folder) throws IOException {
        this.folder = folder;
        Path self = Path.of(Long.toString(ProcessHandle.current().pid()));
        Files.createDirectories(folder.resolve(self).resolve("fd"));
        Files.createSymbolicLink(folder.resolve("self"), self);
    }

    Path folder() {
        return folder;
    }

    /** One in ESTABLISHED, its addresses as {@code a.b.c.d} in an int. */
    void row(int local, int localPort, int remote, int remotePort, long inode) {
        rows.append(String.format(
                Locale.ROOT,
                "   0: %08X:%04X %08X:%04X 01 00000000:00000000 00:00000000 00000000  1000        0 %d 1\n",
                printed(local),
                localPort,
                printed(remote),
                remotePort,
                inode));
    }

    private static int printed(int address) {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(address) : address;
    }

    void write() throws IOException {
        Files.writeString(folder.resolve("tcp"), rows);
    }

    void own(int fd, long inode) throws IOException {
        held(ProcessHandle.current().pid(), fd, inode);
    }

    void held(long pid, int fd, long inode) throws IOException {
        Path fds = folder.resolve(Long.toString(pid)).resolve("fd");
        Files.createDirectories(fds);
        Files.createSymbolicLink(fds.resolve(Integer.toString(fd)), Path.of("socket:[" + inode + "]"));
    }
}
