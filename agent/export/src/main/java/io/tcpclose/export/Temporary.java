package io.tcpclose.export;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A file that is not whole yet. It has a lock as long as it is written, so that the next start knows what a killed
 * JVM has left behind; a process number would not tell, since a container beside this one may have the same.
 *
 * <p>No name from Files.createTempFile: where no descriptor is free, the first random number would break SecureRandom
 * for the application too.
 */
final class Temporary implements Closeable {
    private static final String JVM =
            Long.toHexString(System.currentTimeMillis()) + Long.toHexString(System.nanoTime() & 0xffffffffL);
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final int TRIES = 16;
    private static final int BUFFER = 1 << 16;
    private static final Pattern NAME = Pattern.compile("\\.tcpclose-[0-9a-f]{1,32}-[0-9a-f]{1,16}\\.tmp");

    private final Folder folder;
    private final String name;
    private final FileChannel channel;
    private final Entry made;
    private final OutputStream out;
    private boolean moved;

    private Temporary(Folder folder, String name, FileChannel channel, Entry made) {
        this.folder = folder;
        this.name = name;
        this.channel = channel;
        this.made = made;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    static Temporary in(Folder folder) throws IOException {
        for (int i = 1; ; i++) {
            String name = ".tcpclose-" + JVM + "-" + Long.toHexString(NUMBER.incrementAndGet()) + ".tmp";
            try {
                return made(folder, name, folder.create(name));
            } catch (FileAlreadyExistsException e) {
                if (i == TRIES) throw e;
            }
        }
    }

    private static Temporary made(Folder folder, String name, FileChannel channel) throws IOException {
        isLocked(channel);
        Entry made = folder.entry(name);
        if (made != null) return new Temporary(folder, name, channel, made);
        channel.close();
        throw new IOException(name + " was taken away at once");
    }

    /** @return whether nobody else writes it; false too where the file system knows no locks */
    static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    static boolean isNameOfAnother(String name) {
        return NAME.matcher(name).matches() && !name.startsWith(".tcpclose-" + JVM + "-");
    }

    int uid() {
        return made.uid();
    }

    OutputStream out() {
        return out;
    }

    /** Gives it its name; it is whole now. */
    void become(String target) throws IOException {
        out.flush();
        channel.close();
        folder.rename(name, target);
        moved = true;
    }

    /** Leaves no file behind that has no other name. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            Entry there = moved ? null : folder.entry(name);
            if (there != null && there.key().equals(made.key())) folder.remove(name);
        }
    }
}
