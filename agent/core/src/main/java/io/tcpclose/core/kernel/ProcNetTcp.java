package io.tcpclose.core.kernel;

import java.io.File;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads /proc/self/net/tcp and tcp6 row by row; nothing of a row is kept.
 *
 * <p>The tables are those of the network namespace: rows of other processes are among them. They are no snapshot either:
 * the kernel walks its hash table while sockets come and go, so a row may be missed or seen twice.
 */
public final class ProcNetTcp {
    /** Sockets of a JVM are dual-stack unless told otherwise: its rows come first, before the cap is reached. */
    private static final String[] FILES = {"tcp6", "tcp"};

    private final File folder;
    private final int maxRows;
    private final ByteOrder order;

    /** @param folder such as /proc/self/net */
    public ProcNetTcp(Path folder, int maxRows) {
        this(folder, maxRows, ByteOrder.nativeOrder());
    }

    ProcNetTcp(Path folder, int maxRows, ByteOrder order) {
        this.folder = folder.toFile();
        this.maxRows = Math.max(0, maxRows);
        this.order = order;
    }

    /** Never throws for what the files hold; what the visitor throws passes through. The row is valid inside the visit. */
    public Scan scan(Consumer<TcpRow> visitor) {
        TcpScan scan = new TcpScan(visitor, maxRows, order);
        for (String file : FILES) {
            scan.read(new File(folder, file), file.equals("tcp6"));
        }
        return scan.result();
    }

    /**
     * @param rows rows seen, of both files together
     * @param truncated there was more than was read: maxRows reached, or a file broke off half-way
     * @param malformed lines that were no row
     * @param readable at least one of the two files could be opened and had a header
     */
    public record Scan(int rows, boolean truncated, int malformed, boolean readable) {}
}
