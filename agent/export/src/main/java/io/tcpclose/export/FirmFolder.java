package io.tcpclose.export;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One whose path nobody else can change, so that it can be used by its path. Needs no descriptor. */
final class FirmFolder extends Folder {
    FirmFolder(Place place) {
        super(place.folder(), place.us());
    }

    @Override
    @Nullable
    Entry entry(String name) throws IOException {
        return Entry.of(path.resolve(name));
    }

    @Override
    SeekableByteChannel open(String name, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return Files.newByteChannel(path.resolve(name), options, attributes);
    }

    @Override
    void rename(String from, String to) throws IOException {
        Path source = path.resolve(from);
        try {
            Files.move(source, path.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(source, path.resolve(to), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    void alsoName(String name, String other) throws IOException {
        try {
            Files.createLink(path.resolve(other), path.resolve(name));
        } catch (UnsupportedOperationException | IOException e) {
            rename(name, other);
        }
    }

    @Override
    void remove(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
    }

    @Override
    @Nullable
    PosixFileAttributeView permissions(String name) {
        return Files.getFileAttributeView(path.resolve(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() {}
}
