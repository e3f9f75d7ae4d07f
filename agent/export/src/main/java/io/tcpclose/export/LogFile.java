package io.tcpclose.export;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines of the log go: stderr, nowhere, or a file that is appended to, created readable for its owner only, and opened
 * anew when another tool has moved it away. A line that the file does not take goes to stderr, and the reason is said once.
 *
 * <p>For the agent's thread, once the application runs: the first use of java.nio.file is the application's.
 */
public final class LogFile {
    private final Consumer<String> stderr;
    private final @Nullable File file;
    private @Nullable FileOutputStream open;
    /** Device and inode of what is open. */
    private @Nullable Object key;

    private boolean failureSaid;

    private LogFile(Consumer<String> stderr, @Nullable File file) {
        this.stderr = stderr;
        this.file = file;
    }

    /** @param stderr takes a line that the file does not take */
    public static LogFile at(String path, Consumer<String> stderr) {
        return new LogFile(stderr, new File(path));
    }

    /** Why it will not work, as far as that can be told without touching a file; null where nothing speaks against it. */
    public @Nullable String whyNot() {
        if (file == null) return null;
        if (file.isDirectory()) return "is a directory";
        if (file.exists()) return file.canWrite() ? null : "permission denied";
        File folder = file.getAbsoluteFile().getParentFile();
        if (folder == null || !folder.isDirectory()) return "no directory " + folder;
        return folder.canWrite() ? null : "permission denied";
    }

    /** So that it is there, and keeps its descriptor when no other is left. */
    public void open() {
        if (file == null || open != null) return;
        try {
            reopen(file);
        } catch (IOException | RuntimeException e) {
            failed(file, e);
        }
    }

    public void line(String line) {
        if (file == null || !toFile(file, line)) stderr.accept(line);
    }

    private boolean toFile(File target, String line) {
        try {
            if (isMoved(target)) reopen(target);
            if (open == null) return false;
            // One write: no other process that appends too can come between.
            open.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException | RuntimeException e) {
            failed(target, e);
            return false;
        }
    }

    private boolean isMoved(File target) {
        if (open == null) return true;
        try {
            Object now = keyOf(target.toPath());
            return now != null && !now.equals(key);
        } catch (IOException gone) {
            return true;
        }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private void reopen(File target) throws IOException {
        if (!target.exists()) OwnerOnlyFile.create(target.toPath());
        FileOutputStream fresh = new FileOutputStream(target, true);
        FileOutputStream old = open;
        open = fresh;
        key = keyOf(target.toPath());
        if (old != null) old.close();
    }

    /** Opened again by the next line, if there is one. */
    public void close() {
        FileOutputStream old = open;
        open = null;
        try {
            if (old != null) old.close();
        } catch (IOException e) {
            // what was written is written
        }
    }

    private void failed(File target, Exception e) {
        if (failureSaid) return;
        failureSaid = true;
        stderr.accept("tcpclose: log=" + target + " cannot be written, logging to stderr: " + e.getMessage());
    }
}
