package io.tcpclose.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a path, links not followed: to connect(2), everything that is no socket looks like one at which
 * nobody listens.
 */
public final class SocketFile {
    /** Of inode(7). */
    private static final int TYPE = 0170000;

    private static final int SOCKET = 0140000;

    private SocketFile() {}

    /** @throws IOException where there is nothing, or nothing can be known of it */
    public static boolean is(Path path) throws IOException {
        Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return mode instanceof Integer bits && (bits & TYPE) == SOCKET;
    }

    /** Device and inode; null where there is nothing. */
    public static @Nullable Object key(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException gone) {
            return null;
        }
    }
}
