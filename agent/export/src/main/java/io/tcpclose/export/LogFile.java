package io.tcpclose.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines of the log go: stderr, stdout, or a file that is appended to, for its owner only, and opened anew
 * when another tool has moved it away. A line that the file does not take goes to stderr, and the reason is said
 * once.
 *
 * <p>For one thread, once the application runs: the first use of java.nio.file is the application's.
 */
public final class LogFile {
    private static final int TRIES = 3;

    private final Consumer<String> stderr;
    private final String path;
    private @Nullable OutputStream open;
    /** Of what is open; null where it is no file. */
    private @Nullable Object key;

    private boolean failureSaid;

    private LogFile(Consumer<String> stderr, String path) {
        this.stderr = stderr;
        this.path = path;
    }

    /** @param stderr takes a line that the file does not take */
    public static LogFile at(String path, Consumer<String> stderr) {
        return new LogFile(stderr, path);
    }

    /**
     * Why it will not work, as far as that can be told before the application runs; null where nothing speaks against
     * it.
     */
    public @Nullable String whyNot() {
        return FirstLook.whyNotAppended(path);
    }

    /** So that it is there, and keeps its descriptor when no other is left. */
    public void open() {
        if (open != null) return;
        try {
            reopen(path);
        } catch (IOException | RuntimeException e) {
            failed(path, e);
        }
    }

    public void line(String line) {
        if (!toFile(path, line)) stderr.accept(line);
    }

    private boolean toFile(String target, String line) {
        try {
            if (isMoved(target)) reopen(target);
            if (open == null) return false;
            // One write: no other process that appends too can come between.
            open.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            open.flush();
            return true;
        } catch (ClosedChannelException interrupted) {
            close();
            return false;
        } catch (IOException | RuntimeException e) {
            failed(target, e);
            return false;
        }
    }

    private boolean isMoved(String target) {
        if (open == null) return true;
        if (key == null) return false;
        try {
            return !key.equals(Files.readAttributes(Path.of(target), BasicFileAttributes.class)
                    .fileKey());
        } catch (IOException gone) {
            return true;
        }
    }

    private void reopen(String target) throws IOException {
        Place place = Place.of(Path.of(target));
        OutputStream old = open;
        if (place.stream() == null) {
            try (Folder folder = Folder.of(place)) {
                FileChannel channel = appendedTo(folder, place.name());
                Entry entry = folder.entry(place.name());
                open = Channels.newOutputStream(channel);
                // Gone already, it is opened anew by the next line.
                key = entry == null ? channel : entry.key();
            }
        } else {
            open = place.stream();
            key = null;
        }
        if (old != null) old.close();
    }

    /** Another process may be first to make it, and another tool may take it away. */
    private static FileChannel appendedTo(Folder folder, String name) throws IOException {
        for (int i = 1; ; i++) {
            try {
                if (folder.demandOwn(name) == null) folder.create(name).close();
                return folder.append(name);
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                if (i == TRIES) throw e;
            }
        }
    }

    /** Opened again by the next line, if there is one. */
    public void close() {
        OutputStream old = open;
        open = null;
        try {
            if (old != null) old.close();
        } catch (IOException e) {
            // what was written is written
        }
    }

    private void failed(String target, Exception e) {
        if (failureSaid) return;
        failureSaid = true;
        stderr.accept("tcpclose: log=" + target + " cannot be written, logging to stderr: "
                + OwnerOnlyFile.reason(e, target));
    }
}
