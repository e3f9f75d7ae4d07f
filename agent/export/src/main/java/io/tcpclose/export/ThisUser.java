package io.tcpclose.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who this process is to the file system.
 *
 * @param uid the effective user's number (a name would be asked of the user data base, perhaps by the network); 0
 *     where files have no such numbers
 * @param canBeMapped whether a file system may show its files as another user's: NFS that squashes, a CIFS mount with
 *     a fixed owner
 */
record ThisUser(int uid, boolean canBeMapped) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static volatile @Nullable ThisUser known;

    /** Asked once: later there may be no descriptor to ask with. */
    static ThisUser get() throws IOException {
        ThisUser user = known;
        if (user == null) known = user = new ThisUser(ask(), true);
        return user;
    }

    private static int ask() throws IOException {
        Path home = Path.of(System.getProperty("user.home", "."));
        if (!Entry.hasNumbers(home)) return 0;
        if (!Files.isReadable(STATUS)) return (Integer) Files.getAttribute(home, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        // Uid: real, effective, saved, file system (proc(5)).
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("Uid:")) return Integer.parseUnsignedInt(line.split("\\s+")[2]);
        }
        throw new IOException("no Uid in " + STATUS);
    }
}
