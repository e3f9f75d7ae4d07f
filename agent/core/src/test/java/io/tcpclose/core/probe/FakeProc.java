package io.tcpclose.core.probe;

import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.core.kernel.KernelCounters;
import io.tcpclose.core.kernel.ProcFd;
import io.tcpclose.core.kernel.ProcNetTcp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A /proc made by hand: tables of TCP and descriptors, as the kernel of this machine prints them. */
public final class FakeProc {
    static final int MAX_ROWS = 1_000;
    private static final int LISTEN = 10;

    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt" + "   uid  timeout inode\n";

    private final Path folder;
    private final StringBuilder rows = new StringBuilder(HEADER);

    /** @param folder empty */
    public FakeProc(Path folder) {
        this.folder = folder;
        run(() -> {
            Path self = Path.of(Long.toString(ProcessHandle.current().pid()));
            Files.createDirectories(folder.resolve(self).resolve("fd"));
            Files.createSymbolicLink(folder.resolve("self"), self);
        });
        clear();
    }

    /** Its tables, but not its descriptors. */
    public void tables(Engine engine) {
        engine.kernel().willRead();
        engine.kernel().reading(net(), new KernelCounters(folder));
    }

    ProcNetTcp net() {
        return new ProcNetTcp(folder, MAX_ROWS);
    }

    public void descriptors(Engine engine) {
        engine.kernel().reading(fds());
    }

    ProcFd fds() {
        return new ProcFd(folder);
    }

    public FakeProc clear() {
        rows.setLength(HEADER.length());
        write();
        return this;
    }

    /** Connections that are nobody's. */
    FakeProc crowd(int size) {
        for (int i = 0; i < size; i++) append(KernelCalls.ESTABLISHED, 0x7f000001, 1, 0x0a000001, i, 0, 0);
        write();
        return this;
    }

    /** A connection of 127.0.0.1 with the peer 10.0.0.1. */
    public FakeProc row(int state, int localPort, int remotePort, long rxQueue, long inode) {
        append(state, 0x7f000001, localPort, 0x0a000001, remotePort, rxQueue, inode);
        write();
        return this;
    }

    /** As {@link #row}, one of many: they are there with the next row that is written. */
    void add(int state, int localPort, int remotePort, long inode) {
        append(state, 0x7f000001, localPort, 0x0a000001, remotePort, 0, inode);
    }

    /** A connection of 127.0.0.1 with another peer. */
    FakeProc rowOf(int state, int localPort, int remote, int remotePort, long rxQueue, long inode) {
        append(state, 0x7f000001, localPort, remote, remotePort, rxQueue, inode);
        write();
        return this;
    }

    public FakeProc listening(int port, long acceptQueue, long inode) {
        append(LISTEN, 0, port, 0, 0, acceptQueue, inode);
        write();
        return this;
    }

    private void append(int state, int local, int localPort, int remote, int remotePort, long rxQueue, long inode) {
        rows.append(String.format(
                Locale.ROOT,
                "   0: %08X:%04X %08X:%04X %02X 00000000:%08X 00:00000000 00000000  1000        0 %d 1\n",
                printed(local),
                localPort,
                printed(remote),
                remotePort,
                state,
                rxQueue,
                inode));
    }

    private static int printed(int address) {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(address) : address;
    }

    void write() {
        run(() -> Files.writeString(folder.resolve("tcp"), rows));
    }

    /** A socket of this process. */
    public FakeProc own(int fd, long inode) {
        return holds(ProcessHandle.current().pid(), fd, inode);
    }

    /** A socket of another process. */
    public FakeProc held(String command, int fd, long inode) {
        holds(otherPid(), fd, inode);
        run(() -> Files.writeString(folder.resolve(Long.toString(otherPid())).resolve("comm"), command + "\n"));
        return this;
    }

    private FakeProc holds(long pid, int fd, long inode) {
        run(() -> {
            Path fds = folder.resolve(Long.toString(pid)).resolve("fd");
            Files.createDirectories(fds);
            Files.createSymbolicLink(fds.resolve(Integer.toString(fd)), Path.of("socket:[" + inode + "]"));
        });
        return this;
    }

    /** Another process whose descriptors cannot be listed. */
    FakeProc refusing() {
        run(() -> {
            Path other = folder.resolve(Long.toString(otherPid()));
            Files.createDirectories(other);
            Files.writeString(other.resolve("fd"), "");
        });
        return this;
    }

    public static long otherPid() {
        return ProcessHandle.current().pid() + 1;
    }

    private interface Write {
        void now() throws IOException;
    }

    private static void run(Write write) {
        try {
            write.now();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
