package io.tcpclose.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;

/** What happens to the older reports when a new one comes. */
interface Snapshots {

    /** Before {@code path} is replaced. */
    default void makeRoom(Path path) throws IOException {}

    /** After {@code path} was written. */
    default void dropOldest(Path path) throws IOException {}

    /** As log rotation does: {@code report.json.1} is the one before, the highest number the oldest. */
    final class Numbered implements Snapshots {

        private final int keep;

        Numbered(int keep) {
            this.keep = keep;
        }

        @Override
        public void makeRoom(Path path) throws IOException {
            if (keep < 2 || !Files.exists(path)) {
                return;
            }
            for (int number = keep - 1; number > 1; number--) {
                moveIfThere(numbered(path, number - 1), numbered(path, number));
            }
            keepAs(numbered(path, 1), path);
        }

        private static Path numbered(Path path, int number) {
            return path.resolveSibling(path.getFileName() + "." + number);
        }

        private static void moveIfThere(Path from, Path to) throws IOException {
            if (Files.exists(from)) {
                Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }

        /** A second name, not a move: the path itself names a whole report at every moment. */
        private static void keepAs(Path older, Path path) throws IOException {
            Files.deleteIfExists(older);
            try {
                Files.createLink(older, path);
            } catch (UnsupportedOperationException | IOException e) {
                Files.move(path, older);
            }
        }
    }

    /** Names with the time in them: only what this instance wrote is ever deleted. */
    final class Timed implements Snapshots {

        private final int keep;
        private final Deque<Path> written = new ArrayDeque<>();

        Timed(int keep) {
            this.keep = Math.max(1, keep);
        }

        @Override
        public void dropOldest(Path path) throws IOException {
            written.remove(path);
            written.add(path);
            while (written.size() > keep) {
                Files.deleteIfExists(written.remove());
            }
        }
    }
}
