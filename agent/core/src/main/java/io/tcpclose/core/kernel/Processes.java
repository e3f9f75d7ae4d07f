package io.tcpclose.core.kernel;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringTokenizer;

/** The processes in /proc, in the order in which they are worth a look. */
final class Processes {
    /** Files of children that are read at most: one a thread of each process asked. */
    private static final int MAX_THREADS = 1024;

    private static final int MAX_CHILDREN_BYTES = 1 << 16;

    private final Path proc;
    private int threads;

    Processes(Path proc) {
        this.proc = proc;
    }

    /** At most {@code max} processes: the descendants of this one, as far as they are cheap to find, then the newest. */
    Set<Integer> others(long pid, int max) {
        Set<Integer> chosen = new LinkedHashSet<>();
        descendants(pid, max, chosen);
        int[] all = list(proc);
        for (int i = all.length - 1; i >= 0 && chosen.size() < max; i--) {
            if (all[i] != pid) {
                chosen.add(all[i]);
            }
        }
        return chosen;
    }

    private void descendants(long pid, int max, Set<Integer> chosen) {
        ArrayDeque<Long> parents = new ArrayDeque<>();
        parents.add(pid);
        while (!parents.isEmpty()) {
            for (int child : children(parents.remove())) {
                if (child != pid && chosen.size() < max && chosen.add(child)) {
                    parents.add((long) child);
                }
            }
        }
    }

    /** A child belongs to the thread that made it (proc(5), /proc/PID/task/TID/children); empty where it is not told. */
    private Set<Integer> children(long pid) {
        Set<Integer> children = new LinkedHashSet<>();
        Path tasks = proc.resolve(Long.toString(pid)).resolve("task");
        for (int task : list(tasks)) {
            if (threads++ >= MAX_THREADS) {
                break;
            }
            add(tasks.resolve(Integer.toString(task)).resolve("children").toFile(), children);
        }
        return children;
    }

    private static void add(File file, Set<Integer> children) {
        String text = RegularFile.text(file, MAX_CHILDREN_BYTES, StandardCharsets.US_ASCII);
        // Each number is followed by a space: one without may lack digits.
        StringTokenizer numbers = new StringTokenizer(text.substring(0, text.lastIndexOf(' ') + 1));
        while (numbers.hasMoreTokens()) {
            int child = NumberedEntries.number(numbers.nextToken());
            if (child >= 0) {
                children.add(child);
            }
        }
    }

    private static int[] list(Path folder) {
        int[] numbers = NumberedEntries.list(folder.toFile());
        return numbers == null ? new int[0] : numbers;
    }
}
