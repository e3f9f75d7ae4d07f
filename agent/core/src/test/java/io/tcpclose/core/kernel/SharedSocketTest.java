package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.core.kernel.ProcFd.Holder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This machine's own /proc: our descriptors, those of a child, those of processes that are not ours. */
class SharedSocketTest {
    private static final int ALL = 1_000_000;

    private final ProcFd descriptors = new ProcFd(Path.of("/proc"));
    private final long self = ProcessHandle.current().pid();

    @Test
    void sockets_ownServer_hasTheInodeOfItsRowUntilItIsClosed() throws IOException {
        long inode;
        int fd;
        try (ServerSocket server = server()) {
            inode = inode(server);
            fd = number(inode);
            assertThat(descriptors.inodeOf(fd)).isEqualTo(inode);
            assertThat(descriptors.sockets(number -> number == fd, 1)).isEqualTo(Map.of(fd, inode));
        }
        assertThat(descriptors.sockets(number -> true, ALL)).doesNotContainValue(inode);
    }

    @Test
    void inodeOf_ownFile_isNoSocket(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        try (FileChannel open = FileChannel.open(file)) {
            assertThat(open.isOpen()).isTrue();
            int fd = ownNumberOf(file.toRealPath());
            assertThat(descriptors.inodeOf(fd)).isEqualTo(-1);
            assertThat(descriptors.sockets(number -> number == fd, 1)).isEmpty();
        }
    }

    private static int ownNumberOf(Path file) throws IOException {
        int[] numbers = Objects.requireNonNull(new FdFolder(Path.of("/proc/self")).numbers());
        for (int fd : numbers) {
            Path link = Path.of("/proc/self/fd/" + fd);
            if (Files.exists(link) && Files.readSymbolicLink(link).equals(file)) {
                return fd;
            }
        }
        throw new AssertionError("no descriptor of " + file);
    }

    @Test
    void holders_childWithOurSocket_foundUntilItEnds() throws Exception {
        try (ServerSocket server = server()) {
            long inode = inode(server);
            assertThat(descriptors.holders(Set.of(inode), self, ALL)).isEmpty();
            Process child = InheritedSocket.start(number(inode), "sleep", "60");
            try {
                awaitExec(child, inode);
                Holder expected = new Holder(child.pid(), "sleep", 0, inode);
                assertThat(descriptors.holders(Set.of(inode), self, ALL)).containsExactly(expected);
                server.close();
                assertThat(descriptors.holders(Set.of(inode), self, ALL)).containsExactly(expected);
            } finally {
                child.destroy();
                child.waitFor();
            }
            assertThat(descriptors.holders(Set.of(inode), self, ALL)).isEmpty();
        }
    }

    @Test
    void holders_askedByAnother_areWe() throws IOException {
        try (ServerSocket server = server()) {
            long inode = inode(server);
            assertThat(descriptors.holders(Set.of(inode), 1, ALL))
                    .containsExactly(new Holder(self, ownCommand(), number(inode), inode));
        }
    }

    /** Process 1 refuses whoever is not root, and some that are: a container's init, one under a security module. */
    @Test
    void refused_processOne_asTheKernelDecides(@TempDir Path proc) throws IOException {
        Path one = Files.createSymbolicLink(proc.resolve("1"), Path.of("/proc/1"));
        ProcFd onlyOne = new ProcFd(proc);
        assertThat(onlyOne.holders(Set.of(Long.MAX_VALUE), self, ALL)).isEmpty();
        assertThat(onlyOne.refused()).isEqualTo(isAllowed(Path.of("/proc/1/fd")) ? 0 : 1);
        Files.delete(one); // JUnit would warn of a link that leads out of its folder.
    }

    private static boolean isAllowed(Path folder) throws IOException {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(folder)) {
            for (Path link : links) {
                Files.readSymbolicLink(link);
            }
            return true;
        } catch (AccessDeniedException e) {
            return false;
        }
    }

    private static String ownCommand() throws IOException {
        return Files.readString(Path.of("/proc/self/comm")).strip();
    }

    /** A child is named after the program only once exec is through; it ends by itself if that should never be. */
    private void awaitExec(Process child, long inode) {
        List<Holder> found;
        do {
            found = descriptors.holders(Set.of(inode), self, ALL);
        } while (child.isAlive()
                && found.stream().noneMatch(holder -> holder.command().equals("sleep")));
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }

    private static long inode(ServerSocket server) {
        List<Long> inodes = new ArrayList<>();
        new ProcNetTcp(Path.of("/proc/self/net"), ALL).scan(row -> {
            if (row.localPort() == server.getLocalPort() && row.isLocal(server.getInetAddress())) {
                inodes.add(row.inode());
            }
        });
        assertThat(inodes).hasSize(1);
        return inodes.get(0);
    }

    private int number(long inode) {
        return descriptors.sockets(fd -> true, ALL).entrySet().stream()
                .filter(entry -> entry.getValue() == inode)
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
