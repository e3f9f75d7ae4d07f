package io.tcpclose.export.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * The Unix domain socket that the command line speaks to. Only its user and root get in: by the permissions of the file and of its
 * directory, and where the JDK can ask the kernel (SO_PEERCRED, unix(7)) by who it is that connects.
 */
final class ControlSocket {
    static final String AUTO = "auto";
    private static final int BACKLOG = 16;
    private static final int MOST_STALE = 256;
    /** Between bind(2) and listen(2) a new one refuses, too. */
    private static final long YOUNG_MILLIS = 10_000;

    private static final String ENDING = ".sock";

    /** @param user effective number of our user, its name where there is no /proc */
    record Home(Path directory, String user) {}

    private final Path path;
    private final ServerSocketChannel listener;
    private final UserPrincipal owner;

    private ControlSocket(Path path, ServerSocketChannel listener) throws IOException {
        this.path = path;
        this.listener = listener;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        this.owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * @param option {@code auto} or a path
     * @param home for {@code auto}: made if it is not there
     * @throws IOException with words for the user
     */
    static ControlSocket open(String option, Home home, long pid) throws IOException {
        if (!option.equals(AUTO)) return bind(Path.of(option).toAbsolutePath());
        Path directory = home.directory;
        make(home);
        tidy(directory);
        return bind(directory.resolve(pid + ENDING));
    }

    /** Other agents of this user come, go and tidy up at the same time. */
    private static void tidy(Path directory) throws IOException {
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(directory, "[0-9]*" + ENDING)) {
            int looked = 0;
            for (Path socket : sockets) if (looked++ < MOST_STALE) tidyOne(socket);
        }
    }

    private static void tidyOne(Path socket) {
        try {
            long age = System.currentTimeMillis()
                    - Files.getLastModifiedTime(socket, LinkOption.NOFOLLOW_LINKS)
                            .toMillis();
            if (age > YOUNG_MILLIS && isStale(socket)) Files.deleteIfExists(socket);
        } catch (IOException gone) {
            // by another hand
        }
    }

    /** {@code /tmp/tcpclose-<uid>}, as HotSpot's own files for attaching are in /tmp whatever java.io.tmpdir says. */
    static Home home() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status))
            return home(System.getProperty("java.io.tmpdir", "/tmp"), System.getProperty("user.name", ""));
        for (String line : Files.readAllLines(status)) {
            String[] words = line.split("\\s+");
            if (words[0].equals("Uid:") && words.length > 2) return home("/tmp", words[2]);
        }
        throw new IOException("no Uid in " + status);
    }

    private static Home home(String parent, String user) {
        return new Home(Path.of(parent, "tcpclose-" + user.replaceAll("[^A-Za-z0-9_-]", "_")), user);
    }

    private static void make(Home home) throws IOException {
        Path directory = home.directory;
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException there) {
            // looked at below like one of ours
        }
        PosixFileAttributes found =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean isPrivate = PosixFilePermissions.toString(found.permissions()).endsWith("------");
        String uid = String.valueOf(Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        boolean isOurs = uid.equals(home.user) || found.owner().getName().equals(home.user);
        if (!found.isDirectory() || !isPrivate || !isOurs)
            throw new IOException(directory + " is not a directory that only this user can enter");
    }

    private static ControlSocket bind(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!isStale(path)) throw new IOException(path + " is in use, or is no socket");
            Files.delete(path);
        }
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            preload();
            listener.bind(UnixDomainSocketAddress.of(path), BACKLOG);
            return new ControlSocket(path, listener);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw new IOException("cannot listen at " + path + ": " + e.getMessage(), e);
        }
    }

    /** It brings up a native library: when a client comes there may be no descriptor left to load one with. */
    private static void preload() {
        try {
            Object unused = ExtendedSocketOptions.SO_PEERCRED;
        } catch (LinkageError absent) {
            // Then nobody is asked who he is, see lets().
        }
    }

    /** A socket that nobody listens at. Its process number proves nothing: it may be of another namespace. */
    private static boolean isStale(Path path) throws IOException {
        if (!Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) return false;
        try (SocketChannel asking = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // A JVM that is stopped lets its backlog fill, and who connects to that waits.
            asking.configureBlocking(false);
            asking.connect(UnixDomainSocketAddress.of(path));
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException unknown) {
            // Too many open files, or not for us: that says nothing of who listens.
            return false;
        }
    }

    ServerSocketChannel listener() {
        return listener;
    }

    Path path() {
        return path;
    }

    /** Whether it is the user of this JVM or root who has connected. */
    boolean lets(SocketChannel accepted) throws IOException {
        try {
            UserPrincipal user =
                    accepted.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            return user.equals(owner) || user.getName().equals("root");
        } catch (UnsupportedOperationException | LinkageError cannotTell) {
            return true;
        }
    }

    /** Once its listener is closed. */
    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // the next agent of this user takes it away
        }
    }
}
