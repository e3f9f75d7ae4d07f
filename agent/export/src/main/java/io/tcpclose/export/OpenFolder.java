package io.tcpclose.export;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One with somebody else's folder on its path, who may put another one there at any time: it is held open
 * (openat(2)), and opened from the last firm one on, name by name, no link followed. Two descriptors.
 */
final class OpenFolder extends Folder {
    private final SecureDirectoryStream<Path> folder;

    private OpenFolder(Place place, SecureDirectoryStream<Path> folder) {
        super(place.folder(), place.us());
        this.folder = folder;
    }

    static Folder of(Place place) throws IOException {
        DirectoryStream<Path> firm = Files.newDirectoryStream(place.firm());
        if (!(firm instanceof SecureDirectoryStream<Path> secure)) {
            firm.close();
            return new FirmFolder(place);
        }
        for (Path name : place.firm().relativize(place.folder())) secure = below(secure, name);
        return new OpenFolder(place, secure);
    }

    private static SecureDirectoryStream<Path> below(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        try (folder) {
            return folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static Path named(String name) {
        return Path.of(name);
    }

    /** Number and mode are asked by the path, which may lead elsewhere: they count where it is the same file. */
    @Override
    @Nullable
    Entry entry(String name) throws IOException {
        Object key;
        try {
            key = folder.getFileAttributeView(named(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
        Path file = path.resolve(name);
        Entry entry = Entry.of(file);
        if (entry == null || !entry.key().equals(key)) {
            throw new RefusedFile(file, "was replaced meanwhile");
        }
        return entry;
    }

    @Override
    SeekableByteChannel open(String name, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return folder.newByteChannel(named(name), options, attributes);
    }

    @Override
    void rename(String from, String to) throws IOException {
        folder.move(named(from), folder, named(to));
    }

    @Override
    void alsoName(String name, String other) throws IOException {
        rename(name, other);
    }

    @Override
    void remove(String name) throws IOException {
        folder.deleteFile(named(name));
    }

    @Override
    @Nullable
    PosixFileAttributeView permissions(String name) {
        return folder.getFileAttributeView(named(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
