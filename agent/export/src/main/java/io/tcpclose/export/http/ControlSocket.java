package io.tcpclose.export.http;

import io.tcpclose.export.SocketFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The Unix domain socket that the command line speaks to. Only its user and root get in: by the permissions of the
 * file and of its directory, and where the JDK can ask the kernel (SO_PEERCRED, unix(7)) by who it is that connects.
 * What is not a socket of this user, or has somebody who listens, is left where it is.
 */
final class ControlSocket implements RequestServer.Gate {
    static final String AUTO = "auto";
    private static final int BACKLOG = 16;
    private static final int MOST_STALE = 256;
    /** Between bind(2) and listen(2) a new one refuses, too. */
    private static final long YOUNG_MILLIS = 10_000;

    private static final String ENDING = ".sock";

    private final Path path;
    private final ServerSocketChannel listener;
    private final JvmIdentity identity;
    private final UserPrincipal owner;
    private final @Nullable Object key;

    private ControlSocket(Path path, ServerSocketChannel listener, JvmIdentity identity) throws IOException {
        this.path = path;
        this.listener = listener;
        this.identity = identity;
        this.key = SocketFile.key(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        this.owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * @param option {@code auto} or a path
     * @param home for {@code auto}: made if it is not there
     * @param say one line for the user
     * @throws IOException with words for the user
     */
    static ControlSocket open(String option, ControlHome home, Consumer<String> say) throws IOException {
        return open(option, home, JvmIdentity.own(), say);
    }

    static ControlSocket open(String option, ControlHome home, JvmIdentity identity, Consumer<String> say)
            throws IOException {
        if (!option.equals(AUTO)) return named(Path.of(option).toAbsolutePath(), home, identity);
        home.make();
        tidy(home);
        return auto(home, identity, say);
    }

    private static ControlSocket named(Path path, ControlHome home, JvmIdentity identity) throws IOException {
        if (SocketFile.key(path) != null) {
            if (!SocketFile.is(path)) throw new IOException(path + " is no socket, and is left as it is");
            if (!isFree(path, home)) throw new IOException(path + " is in use, or another user's");
        }
        return bind(path, identity);
    }

    /**
     * By the process number; by more where that name is taken, such as by the JVM of another container that has the
     * same /tmp.
     */
    private static ControlSocket auto(ControlHome home, JvmIdentity identity, Consumer<String> say) throws IOException {
        String pid =
                identity.pid().isEmpty() ? Long.toString(ProcessHandle.current().pid()) : identity.pid();
        Path usual = home.directory().resolve(pid + ENDING);
        for (String more : List.of("", "-" + identity.namespace(), "-" + identity.nonce())) {
            Path path = home.directory().resolve(pid + more + ENDING);
            if (!isFree(path, home)) continue;
            ControlSocket socket = bind(path, identity);
            if (!path.equals(usual)) say.accept("control: " + usual + " is another's, this JVM is asked at " + path);
            return socket;
        }
        throw new IOException("all names in " + home.directory() + " are in use");
    }

    /** Takes away what a JVM of this user has left behind. */
    private static boolean isFree(Path path, ControlHome home) {
        Object key = SocketFile.key(path);
        if (key == null) return true;
        try {
            if (!home.ownsSocket(path) || !isStale(path)) return false;
            remove(path, key);
        } catch (IOException e) {
            return false;
        }
        return SocketFile.key(path) == null;
    }

    /** Where another agent has put its own there meanwhile, that stays. */
    private static void remove(Path path, Object key) throws IOException {
        if (key.equals(SocketFile.key(path))) Files.deleteIfExists(path);
    }

    /** Other agents of this user come, go and tidy up at the same time. */
    private static void tidy(ControlHome home) throws IOException {
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(home.directory(), "[0-9]*" + ENDING)) {
            int looked = 0;
            for (Path socket : sockets) if (looked++ < MOST_STALE && !isYoung(socket)) isFree(socket, home);
        }
    }

    private static boolean isYoung(Path socket) {
        try {
            long age = System.currentTimeMillis()
                    - Files.getLastModifiedTime(socket, LinkOption.NOFOLLOW_LINKS)
                            .toMillis();
            return age <= YOUNG_MILLIS;
        } catch (IOException gone) {
            return true;
        }
    }

    private static ControlSocket bind(Path path, JvmIdentity identity) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            preload();
            listener.bind(UnixDomainSocketAddress.of(path), BACKLOG);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw new IOException("cannot listen at " + path + ": " + e.getMessage(), e);
        }
        try {
            return new ControlSocket(path, listener, identity);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            listener.close();
            throw new IOException("cannot keep " + path + " from others: " + e.getMessage(), e);
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
    private static boolean isStale(Path path) {
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

    JvmIdentity identity() {
        return identity;
    }

    Path path() {
        return path;
    }

    /** Whether it is the user of this JVM or root who has connected. */
    @Override
    public boolean lets(SocketChannel accepted) throws IOException {
        try {
            UserPrincipal user =
                    accepted.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            return user.equals(owner) || user.getName().equals("root");
        } catch (UnsupportedOperationException | LinkageError cannotTell) {
            return true;
        }
    }

    /** While it is listened at its inode is nobody else's. */
    @Override
    public void closes() {
        try {
            if (key != null && SocketFile.is(path)) remove(path, key);
        } catch (IOException e) {
            // the next agent of this user takes it away
        }
    }
}
