package io.tcpclose.agent;

import java.io.FileInputStream;
import java.io.IOException;

/** Whether a file can be opened now. */
final class FreeDescriptor {
    private static final String ANY_FILE = "/proc/self/stat";

    private FreeDescriptor() {}

    /** True also where this cannot be tried. */
    static boolean isThere() {
        try (FileInputStream file = new FileInputStream(ANY_FILE)) {
            return file.getFD().valid();
        } catch (IOException e) {
            return !String.valueOf(e.getMessage()).contains("Too many open files");
        }
    }
}
