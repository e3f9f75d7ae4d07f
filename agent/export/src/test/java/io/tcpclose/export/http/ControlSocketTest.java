package io.tcpclose.export.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tcpclose.export.SocketFile;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ControlSocketTest {
    private static final String PID = "4711";

    private static final JvmIdentity ME = new JvmIdentity("4026532001", "4711", "42", "", "ab");

    private final List<String> said = new ArrayList<>();
    private final List<ServerSocketChannel> open = new ArrayList<>();
    private Path folder;
    private ControlHome home;

    @BeforeEach
    void home(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Object uid = Files.getAttribute(folder, "unix:uid");
        home = new ControlHome(folder.resolve("tcpclose-" + uid), uid.toString());
    }

    @AfterEach
    void close() throws IOException {
        for (ServerSocketChannel listener : open) listener.close();
    }

    private ControlSocket auto() throws IOException {
        return opened(ControlSocket.open("auto", home, ME, said::add));
    }

    private ControlSocket at(Path path) throws IOException {
        return opened(ControlSocket.open(path.toString(), home, ME, said::add));
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
    void closes_takesTheFileAway() throws IOException {
        ControlSocket socket = auto();
        socket.closes();
        socket.listener().close();
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
        home = new ControlHome(home.directory(), "4294967294");
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
        assertThat(at(path).path()).isEqualTo(path);
        assertThat(permissions(path)).isEqualTo("rw-------");
        assertThat(home.directory()).doesNotExist();
    }

    @Test
    void path_ofALivingSocket_isRefused() throws IOException {
        Path alive = folder.resolve("alive");
        alive(alive, 1);
        assertThatThrownBy(() -> at(alive))
                .isInstanceOf(IOException.class)
                .hasMessage(alive + " is in use, or another user's");
        assertThat(alive).exists();
    }

    /** To connect(2) each of them looks like a socket that nobody listens at. */
    @ParameterizedTest
    @ValueSource(strings = {"file", "pipe", "folder", "link", "broken link", "null device"})
    void path_ofWhatIsNoSocket_isLeftAsItIs(String kind) throws Exception {
        Path path = folder.resolve("it");
        make(kind, path);
        Object before = SocketFile.key(path);
        assertThat(before).isNotNull();
        assertThatThrownBy(() -> at(path))
                .isInstanceOf(IOException.class)
                .hasMessage(path + " is no socket, and is left as it is");
        assertThat(SocketFile.key(path)).isEqualTo(before);
        if (kind.equals("file")) assertThat(path).hasContent("mine");
        if (kind.equals("link")) assertThat(folder.resolve("dead")).exists();
    }

    private void make(String kind, Path path) throws Exception {
        switch (kind) {
            case "file" -> Files.writeString(path, "mine");
            case "pipe" -> run("mkfifo", path.toString());
            case "folder" -> Files.createDirectory(path);
            case "link" -> Files.createSymbolicLink(path, dead(folder.resolve("dead")));
            case "broken link" -> Files.createSymbolicLink(path, folder.resolve("nowhere"));
            case "null device" -> run("mknod", path.toString(), "c", "1", "3");
            default -> throw new AssertionError(kind);
        }
    }

    private static void run(String... command) throws Exception {
        assumeTrue(new ProcessBuilder(command).start().waitFor() == 0, () -> "not permitted here: " + command[0]);
    }

    /** As that of root in a folder of all: dead, but not ours to take away. */
    @Test
    void path_ofAnotherUsersSocket_isLeftAsItIs() throws IOException {
        Path dead = dead(folder.resolve("theirs"));
        home = new ControlHome(home.directory(), "4294967294");
        assertThatThrownBy(() -> at(dead))
                .isInstanceOf(IOException.class)
                .hasMessage(dead + " is in use, or another user's");
        assertThat(dead).exists();
    }

    // --- names that are taken ---

    /** Each JVM of a container may be number 1, and the directory be shared by all. */
    @Test
    void auto_whereAnotherJvmListens_hasANameOfItsOwn() throws IOException {
        ControlSocket first = auto();
        ControlSocket second = auto();
        ControlSocket third = auto();
        assertThat(List.of(first, second, third))
                .extracting(socket -> socket.path().getFileName().toString())
                .containsExactly("4711.sock", "4711-4026532001.sock", "4711-ab.sock");
        assertThat(said)
                .hasSize(2)
                .first()
                .isEqualTo("control: " + first.path() + " is another's, this JVM is asked at " + second.path());
        assertThatThrownBy(this::auto).isInstanceOf(IOException.class).hasMessageContaining("are in use");
        second.closes();
        second.listener().close();
        assertThat(List.of(first.path(), third.path())).allMatch(Files::exists);
        assertThat(second.path()).doesNotExist();
    }

    @Test
    void auto_whereAFileHasItsName_leavesIt() throws IOException {
        auto().listener().close();
        Files.delete(home.directory().resolve(PID + ".sock"));
        Path file = Files.writeString(home.directory().resolve(PID + ".sock"), "mine");
        assertThat(auto().path()).hasFileName("4711-4026532001.sock");
        assertThat(file).hasContent("mine");
    }

    @Test
    void auto_whereADeadOneHasItsName_takesIt() throws IOException {
        auto().listener().close();
        assertThat(auto().path()).hasFileName("4711.sock");
        assertThat(said).isEmpty();
    }

    @Test
    void closes_leavesWhatAnotherHasPutThere() throws IOException {
        ControlSocket socket = auto();
        Files.delete(socket.path());
        alive(socket.path(), 1);
        socket.closes();
        assertThat(socket.path()).exists();
    }

    @Test
    void path_thatIsTooLong_orInNoDirectory_isRefused() {
        for (Path path : List.of(folder.resolve("x".repeat(120)), folder.resolve("none/my.sock")))
            assertThatThrownBy(() -> at(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen at " + path);
    }
}
