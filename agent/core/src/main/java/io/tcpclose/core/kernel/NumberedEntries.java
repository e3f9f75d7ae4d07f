package io.tcpclose.core.kernel;

import java.io.File;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folders of /proc whose entries are numbers: processes, threads, descriptors. */
final class NumberedEntries {
    private NumberedEntries() {}

    /** The numbers, ascending, other names left out; {@code null} when the folder cannot be listed. */
    static int @Nullable [] list(File folder) {
        String[] names = names(folder);
        if (names == null) {
            return null;
        }
        IntStream numbers = Stream.of(names).mapToInt(NumberedEntries::number);
        return numbers.filter(number -> number >= 0).sorted().toArray();
    }

    private static String @Nullable [] names(File folder) {
        try {
            return folder.list();
        } catch (SecurityException e) {
            return null;
        }
    }

    /** The number, or -1: descriptors and processes are an int in the kernel, so nothing greater is one. */
    static int number(String name) {
        long number = Decimal.parse(name, 0, name.length());
        return number > Integer.MAX_VALUE ? -1 : (int) number;
    }
}
