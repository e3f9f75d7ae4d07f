package io.tcpclose.core.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many descriptors this process has open, and how many it may have. */
public final class DescriptorUse {
    private static final int MAX_BYTES = 4_096;
    private static final String LIMIT = "Max open files";

    private final String process;

    /** @param process such as /proc/self; no file system is touched before it is asked */
    public DescriptorUse(String process) {
        this.process = process;
    }

    /** -1 where it cannot be told. The size of the folder is their number since Linux 6.2 (proc_fd_getattr), before it is 0. */
    public long open() {
        Path folder = Path.of(process, "fd");
        try {
            long size = Files.size(folder);
            if (size > 0) return size;
        } catch (IOException e) {
            return -1;
        }
        String[] names = folder.toFile().list();
        // The listing itself has one open.
        return names == null ? -1 : Math.max(0, names.length - 1);
    }

    /** The soft limit; -1 where there is none or it cannot be told. */
    public long limit() {
        File limits = new File(process, "limits");
        return limit(RegularFile.text(limits, MAX_BYTES, StandardCharsets.US_ASCII));
    }

    /** @param limits as /proc/PID/limits has it */
    static long limit(String limits) {
        return limits.lines()
                .filter(line -> line.startsWith(LIMIT))
                .mapToLong(line -> soft(line.substring(LIMIT.length()).stripLeading()))
                .findFirst()
                .orElse(-1);
    }

    private static long soft(String columns) {
        int space = columns.indexOf(' ');
        return space <= 0 ? -1 : Decimal.parse(columns, 0, space);
    }
}
