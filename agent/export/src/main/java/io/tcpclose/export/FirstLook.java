package io.tcpclose.export;

import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a file to be written before the application runs, by java.io.File: the first use of
 * java.nio.file is the application's. Links, owners and what is mounted read-only are told by the first use, once the
 * application runs.
 */
final class FirstLook {
    private FirstLook() {}

    /** Why a line will not be appended to it; null where nothing speaks against it. */
    static @Nullable String whyNotAppended(String path) {
        File file = new File(path);
        if (isStream(file)) return null;
        if (file.isFile()) return file.canWrite() ? null : "permission denied";
        return file.exists() ? whatElse(file) : whyNotIn(file);
    }

    /** Why it will not be replaced or made; null where nothing speaks against it. */
    static @Nullable String whyNotReplaced(String path) {
        File file = new File(path);
        if (isStream(file)) return null;
        return file.exists() && !file.isFile() ? whatElse(file) : whyNotIn(file);
    }

    /**
     * Also by way of a link: what a descriptor leads to and is no file lies on no disk, and a pipe with a name does.
     */
    private static boolean isStream(File file) {
        if (StandardStreams.at(file.getPath()) != null) return true;
        return file.exists() && !file.isFile() && !file.isDirectory() && file.getTotalSpace() == 0;
    }

    private static String whatElse(File file) {
        return file.isDirectory() ? "is a directory" : "is a pipe, a device or a socket";
    }

    private static @Nullable String whyNotIn(File file) {
        File folder = file.getAbsoluteFile().getParentFile();
        if (folder == null || !folder.isDirectory()) return "no directory " + folder;
        return folder.canWrite() ? null : "permission denied";
    }
}
