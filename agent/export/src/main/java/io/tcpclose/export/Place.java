package io.tcpclose.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a path leads. Links on the way, and one at its end, are followed only where nobody but this user and root can
 * have placed them: in a folder that only these may write to, or theirs in a sticky folder such as /tmp. Any other
 * link is refused.
 *
 * @param folder without a link in it
 * @param name in the folder; there may be nothing of that name
 * @param firm the folder itself or one above it: what is on the way to this one nobody else can change
 * @param stream what is written to instead of a file
 * @param us this user
 */
record Place(Path folder, String name, Path firm, @Nullable OutputStream stream, ThisUser us) {

    /** @throws IOException where it leads nowhere, or past a link that is not followed */
    static Place of(Path path) throws IOException {
        return of(path, ThisUser.get());
    }

    static Place of(Path path, ThisUser us) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        return new Walk(Objects.requireNonNull(absolute.getRoot(), "has a root"), us).to(absolute);
    }

    /** From the root on, one name after the other. */
    private static final class Walk {
        /** As the kernel's own limit, path_resolution(7). */
        private static final int MOST_LINKS = 40;

        private final Path root;
        private final ThisUser us;
        private final Deque<Path> ahead = new ArrayDeque<>();
        private Path here;
        private Path firm;
        private int links;

        Walk(Path root, ThisUser us) {
            this.root = root;
            this.us = us;
            this.here = root;
            this.firm = root;
        }

        Place to(Path absolute) throws IOException {
            add(absolute);
            while (true) {
                OutputStream stream = StandardStreams.at(left());
                if (stream != null) return new Place(here, "", firm, stream, us);
                if (ahead.isEmpty()) throw new RefusedFile(here, "is a directory");
                Path name = ahead.pop();
                if (!step(name, ahead.isEmpty())) return new Place(here, name.toString(), firm, null, us);
            }
        }

        private void add(Path path) {
            for (int i = path.getNameCount() - 1; i >= 0; i--) ahead.push(path.getName(i));
        }

        private String left() {
            Path left = here;
            for (Path name : ahead) left = left.resolve(name);
            return left.toString();
        }

        /** @return false at the end of the way */
        private boolean step(Path name, boolean last) throws IOException {
            Path next = here.resolve(name);
            Entry entry = Entry.of(next);
            if (entry != null && entry.isLink()) {
                follow(next, entry);
                return true;
            }
            if (last) return false;
            if (entry == null || !entry.isFolder())
                throw new FileSystemException(next.toString(), null, "no directory " + next);
            if (isFirm(entry)) firm = next;
            here = next;
            return true;
        }

        private boolean isFirm(Entry entry) throws IOException {
            return firm.equals(here) && entry.isFirmIn(Objects.requireNonNull(Entry.of(here), "looked at"), us.uid());
        }

        private void follow(Path link, Entry entry) throws IOException {
            if (!isFirm(entry)) {
                throw new RefusedFile(link, Entry.STRANGE_LINK);
            }
            if (++links > MOST_LINKS) throw new RefusedFile(link, "is one link too many");
            Path target = here.resolve(Files.readSymbolicLink(link)).normalize();
            here = root;
            firm = root;
            add(target);
        }
    }
}
