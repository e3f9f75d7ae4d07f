package io.tcpclose.it.app;

import io.tcpclose.it.ProcNet;
import io.tcpclose.it.ProcNet.Row;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What only the kernel knows of this process' own connections, whatever object of the JDK stands for them. */
public final class OwnSockets {
    private static final int TABLE_AGE_MILLIS = 300;
    private static List<Row> table = List.of();
    private static long tableNanos = System.nanoTime() - TimeUnit.MINUTES.toNanos(1);

    private OwnSockets() {}

    public static FileDescriptor descriptor(int localPort, int remotePort) throws Exception {
        long inode = find(freshTable(), localPort, remotePort).orElseThrow().inode();
        return descriptor(ProcNet.socketDescriptors(pid()).get(inode));
    }

    /** Needs {@code --add-opens java.base/java.io=ALL-UNNAMED}. */
    static FileDescriptor descriptor(int number) throws Exception {
        Constructor<FileDescriptor> constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
        constructor.setAccessible(true);
        return constructor.newInstance(number);
    }

    /** Waits until the peer's FIN is here. */
    public static void awaitFin(End end) throws Exception {
        await(end, row -> row.state().equals("CLOSE_WAIT"));
    }

    /** Waits until the kernel has sent the same segment so many times again, and nobody has acknowledged it. */
    public static void awaitRetransmits(End end, int times) throws Exception {
        await(end, row -> row.retransmits() >= times);
    }

    /** Waits until the peer's window is full: from one look to the next, what waits to be sent has not become less. */
    public static void awaitFullWindow(End end) throws Exception {
        long[] before = {0};
        await(end, row -> {
            boolean same = row.unsent() > 0 && row.unsent() == before[0];
            before[0] = row.unsent();
            return same;
        });
    }

    private static void await(End end, Predicate<Row> condition) throws Exception {
        while (find(sharedTable(), end.localPort(), end.remotePort())
                .filter(condition)
                .isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(TABLE_AGE_MILLIS);
        }
    }

    /** The kernel takes long to write its table, so all who wait share one. */
    private static synchronized List<Row> sharedTable() throws IOException {
        boolean old = System.nanoTime() - tableNanos >= TimeUnit.MILLISECONDS.toNanos(TABLE_AGE_MILLIS);
        return old ? freshTable() : table;
    }

    /** One at a time: it may have ten thousand rows of connections that are long over. */
    private static synchronized List<Row> freshTable() throws IOException {
        table = ProcNet.rows(pid());
        tableNanos = System.nanoTime();
        return table;
    }

    /** Nothing where the table is older than the connection. */
    private static Optional<Row> find(List<Row> rows, int localPort, int remotePort) {
        return rows.stream()
                .filter(row -> row.localPort() == localPort && row.remotePort() == remotePort)
                .findFirst();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }
}
