package io.tcpclose.export.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ControlSocketTest {
    private static final long PID = 4711;

    private final List<ServerSocketChannel> open = new ArrayList<>();
    private Path folder;
    private ControlSocket.Home home;

    @BeforeEach
    void home(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Object uid = Files.getAttribute(folder, "unix:uid");
        home = new ControlSocket.Home(folder.resolve("tcpclose-" + uid), uid.toString());
    }

    @AfterEach
    void close() throws IOException {
        for (ServerSocketChannel listener : open) listener.close();
    }

    private ControlSocket auto() throws IOException {
        return opened(ControlSocket.open("auto", home, PID));
    }

    private ControlSocket opened(ControlSocket socket) {
        open.add(socket.listener());
        return socket;
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    /** As a JVM leaves it that was killed. */
    private static Path dead(Path path) throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();
        assertThat(path).exists();
        return path;
    }

    private static Path old(Path path) throws IOException {
        return Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private ServerSocketChannel alive(Path path, int backlog) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(listener);
        return listener.bind(UnixDomainSocketAddress.of(path), backlog);
    }

    @Test
    void auto_makesADirectoryAndASocketForTheUserOnly() throws IOException {
        ControlSocket socket = auto();
        assertThat(socket.path()).isEqualTo(home.directory().resolve(PID + ".sock"));
        assertThat(permissions(home.directory())).isEqualTo("rwx------");
        assertThat(permissions(socket.path())).isEqualTo("rw-------");
    }

    @Test
    void ownUser_isLetIn() throws IOException {
        ControlSocket socket = auto();
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()));
                SocketChannel accepted = socket.listener().accept()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(socket.lets(accepted)).isTrue();
        }
    }

    @Test
    void remove_takesTheFileAway() throws IOException {
        ControlSocket socket = auto();
        socket.listener().close();
        socket.remove();
        assertThat(socket.path()).doesNotExist();
        assertThat(home.directory()).isEmptyDirectory();
    }

    @Test
    void directory_thatIsALink_isRefused() throws IOException {
        Path elsewhere = Files.createDirectory(
                folder.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(home.directory(), elsewhere);
        assertThatThrownBy(this::auto).isInstanceOf(IOException.class).hasMessageContaining("only this user can enter");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void directory_thatOthersCanEnter_isRefused() throws IOException {
        Files.createDirectory(home.directory());
        Files.setPosixFilePermissions(home.directory(), PosixFilePermissions.fromString("rwx--x---"));
        assertThatThrownBy(this::auto).isInstanceOf(IOException.class).hasMessageContaining("only this user can enter");
    }

    @Test
    void directory_ofAnotherUser_isRefused() {
        home = new ControlSocket.Home(home.directory(), "4294967294");
        assertThatThrownBy(this::auto).isInstanceOf(IOException.class).hasMessageContaining("only this user can enter");
    }

    @Test
    void deadSockets_areRemoved_livingOnesAndOtherFilesStay() throws IOException {
        auto().listener().close();
        Path dead = old(dead(home.directory().resolve("12.sock")));
        Path young = dead(home.directory().resolve("15.sock"));
        Path otherName = old(dead(home.directory().resolve("mine.sock")));
        Path alive = home.directory().resolve("13.sock");
        alive(alive, 1);
        old(alive);
        Path file = old(Files.writeString(home.directory().resolve("14.sock"), "a file"));
        auto();
        assertThat(dead).doesNotExist();
        assertThat(List.of(young, otherName, alive, file)).allMatch(path -> Files.exists(path));
    }

    /** Who connects in blocking mode would wait for a JVM that is stopped. */
    @Test
    void socketWhoseBacklogIsFull_isAlive() throws IOException {
        auto().listener().close();
        Path stopped = home.directory().resolve("13.sock");
        alive(stopped, 1);
        List<SocketChannel> waiting = new ArrayList<>();
        try {
            fill(stopped, waiting);
            auto();
            assertThat(stopped).exists();
        } finally {
            for (SocketChannel client : waiting) client.close();
        }
    }

    private static void fill(Path path, List<SocketChannel> waiting) throws IOException {
        for (int i = 0; i < 64; i++) {
            SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
            waiting.add(client);
            client.configureBlocking(false);
            try {
                client.connect(UnixDomainSocketAddress.of(path));
            } catch (SocketException noRoom) {
                return;
            }
        }
        throw new AssertionError("its backlog has no end");
    }

    @Test
    void path_ofADeadSocket_isTaken() throws IOException {
        Path path = dead(folder.resolve("my.sock"));
        assertThat(opened(ControlSocket.open(path.toString(), home, PID)).path())
                .isEqualTo(path);
        assertThat(permissions(path)).isEqualTo("rw-------");
        assertThat(home.directory()).doesNotExist();
    }

    @Test
    void path_ofAFile_orOfALivingSocket_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Path alive = folder.resolve("alive");
        alive(alive, 1);
        for (Path path : List.of(file, alive))
            assertThatThrownBy(() -> ControlSocket.open(path.toString(), home, PID))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(path + " is in use, or is no socket");
        assertThat(file).hasContent("mine");
    }

    @Test
    void path_thatIsTooLong_orInNoDirectory_isRefused() {
        for (Path path : List.of(folder.resolve("x".repeat(120)), folder.resolve("none/my.sock")))
            assertThatThrownBy(() -> ControlSocket.open(path.toString(), home, PID))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen at " + path);
    }
}
