package io.tcpclose.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Temporary files of JVMs that were killed while they wrote. */
final class Leftovers {
    /** A younger one may have been made and not be locked yet. */
    private static final long YOUNG_MILLIS = 60_000;

    private static final int MOST = 256;

    private Leftovers() {}

    /** Deletes those of this user that no process has locked, where the folder may be listed. */
    static void tidy(Folder folder, long nowMillis) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path, ".tcpclose-*.tmp")) {
            int looked = 0;
            for (Path file : files) if (looked++ < MOST) tidyOne(folder, file, nowMillis);
        } catch (IOException | DirectoryIteratorException e) {
            // They stay.
        }
    }

    private static void tidyOne(Folder folder, Path file, long nowMillis) {
        String name = String.valueOf(file.getFileName());
        if (!Temporary.isNameOfAnother(name)) return;
        try {
            long modified =
                    Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis();
            if (nowMillis - modified > YOUNG_MILLIS && isAbandoned(folder, name)) folder.deleteOwn(name);
        } catch (IOException e) {
            // Gone by another hand, or not ours.
        }
    }

    private static boolean isAbandoned(Folder folder, String name) throws IOException {
        try (FileChannel channel = folder.append(name)) {
            return Temporary.isLocked(channel);
        }
    }
}
