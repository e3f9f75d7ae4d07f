package io.tcpclose.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** What happens to the older reports when a new one comes. */
interface Snapshots {
    Snapshots NONE = new Snapshots() {};

    /** @throws IOException where a name that will be used is one of something else than a regular file of ours */
    default void check(Folder folder, String name) throws IOException {
        folder.demandOwn(name);
    }

    /** Before what has that name is replaced. */
    default void makeRoom(Folder folder, String name) throws IOException {
        folder.demandOwn(name);
    }

    /** After {@code path} was written. */
    default void dropOldest(Path path) throws IOException {}

    /** As log rotation does: {@code report.json.1} is the one before, the highest number the oldest. */
    final class Numbered implements Snapshots {

        private final int keep;

        Numbered(int keep) {
            this.keep = keep;
        }

        @Override
        public void check(Folder folder, String name) throws IOException {
            folder.demandOwn(name);
            for (int number = 1; number < keep; number++) folder.demandOwn(numbered(name, number));
        }

        @Override
        public void makeRoom(Folder folder, String name) throws IOException {
            Entry entry = folder.demandOwn(name);
            if (keep < 2 || entry == null) {
                return;
            }
            for (int number = keep - 1; number > 1; number--) {
                moveIfThere(folder, numbered(name, number - 1), numbered(name, number));
            }
            keepAs(folder, numbered(name, 1), name, entry);
        }

        private static String numbered(String name, int number) {
            return name + "." + number;
        }

        private static void moveIfThere(Folder folder, String from, String to) throws IOException {
            if (folder.demandOwn(from) == null) return;
            folder.demandOwn(to);
            folder.rename(from, to);
        }

        /** A second name, not a move, where that can be: the name itself is that of a whole report at every moment. */
        private static void keepAs(Folder folder, String older, String name, Entry entry) throws IOException {
            folder.narrow(name, entry);
            folder.demandOwn(older);
            folder.deleteOwn(older);
            folder.alsoName(name, older);
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
                Place place = Place.of(written.remove());
                try (Folder folder = Folder.of(place)) {
                    folder.deleteOwn(place.name());
                }
            }
        }
    }
}
