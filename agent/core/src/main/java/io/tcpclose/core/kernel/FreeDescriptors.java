package io.tcpclose.core.kernel;

import java.io.File;
import java.nio.charset.StandardCharsets;

/**
 * Whether descriptors are left for what the JDK reads once and for all: native libraries, zone rules, security
 * settings, jars of the class path. A class of the JDK that fails to initialise for want of one is lost to the
 * application too.
 */
public final class FreeDescriptors {
    /** What such a class opens at once, and what other threads may take meanwhile. */
    private static final int ENOUGH = 8;

    private static final File FOLDER = new File("/proc/self/fd");
    private static final File LIMITS = new File("/proc/self/limits");
    private static final int MAX_BYTES = 4_096;

    private FreeDescriptors() {}

    /** True also where this cannot be told. Takes one for a moment. */
    public static boolean areThere() {
        try {
            return !FOLDER.exists() || areThere(FOLDER.list());
        } catch (SecurityException e) {
            return true;
        }
    }

    private static boolean areThere(String[] open) {
        String limits = RegularFile.text(LIMITS, MAX_BYTES, StandardCharsets.US_ASCII);
        if (open == null || limits.isEmpty()) return false;
        long limit = DescriptorUse.limit(limits);
        return limit < 0 || open.length + ENOUGH <= limit;
    }
}
