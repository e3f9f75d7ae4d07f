package io.tcpclose.benchmarks.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU nanoseconds of this process by the kernel's scheduler, without the compiler's threads: what they do depends on the
 * moment and ends with the warm-up. Collector and agent threads are in. Linux only.
 */
public final class CpuClock {
    private static final Path TASKS = Path.of("/proc/self/task");

    private CpuClock() {}

    public static long nanos() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) sum += of(task);
        }
        return sum;
    }

    /** Of the threads of this name alone, the compiler's as well. */
    public static long nanos(String thread) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) if (name(task).equals(thread)) sum += schedule(task);
        }
        return sum;
    }

    private static long of(Path task) throws IOException {
        return name(task).contains("Compiler") ? 0 : schedule(task);
    }

    private static String name(Path task) throws IOException {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (java.nio.file.NoSuchFileException ended) {
            return "";
        }
    }

    private static long schedule(Path task) throws IOException {
        try {
            String stat = Files.readString(task.resolve("schedstat"));
            return Long.parseLong(stat.substring(0, stat.indexOf(' ')));
        } catch (java.nio.file.NoSuchFileException ended) {
            return 0;
        }
    }
}
