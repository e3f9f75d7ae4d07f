package io.tcpclose.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders that others may write to, and what they may have put there. Root gives files away; any other user is told
 * to be somebody else, to whom the files of this test are another's.
 */
class OtherPeoplesFilesTest {
    private static final int NOBODY = 65534;
    private static final int STICKY = 01777;
    private static final int SHARED = 0777;

    private final Path home;
    private final ThisUser self;
    /** To whom what {@link #giveAway} was given belongs to another. */
    private final ThisUser us;

    OtherPeoplesFilesTest(@TempDir Path home) throws IOException {
        this.home = home;
        this.self = new ThisUser(ThisUser.get().uid(), false);
        this.us = self.uid() == 0 ? self : new ThisUser(NOBODY, false);
    }

    private Path giveAway(Path file) throws IOException {
        if (self.uid() == 0) Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        return file;
    }

    private Path folder(String name, int mode) throws IOException {
        Path folder = Files.createDirectory(home.resolve(name));
        Files.setAttribute(folder, "unix:mode", mode);
        return folder;
    }

    private static void write(Path path, ThisUser user, Snapshots older) throws IOException {
        OwnerOnlyFile.write(Place.of(path, user), older, out -> out.write("ours".getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertRefused(Path path, ThisUser user, Path file, String why) {
        assertThatThrownBy(() -> write(path, user, new Snapshots.Numbered(2)))
                .isInstanceOf(RefusedFile.class)
                .satisfies(
                        e -> assertThat(OwnerOnlyFile.reason((Exception) e, "")).isEqualTo(file + " " + why));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    // --- links ---

    @Test
    void linkOfAnother_inAStickyFolder_isNotFollowed() throws IOException {
        Path precious = Files.writeString(home.resolve("precious"), "mine");
        Path tmp = folder("tmp", STICKY);
        Path link = giveAway(Files.createSymbolicLink(tmp.resolve("r.json"), precious));

        assertRefused(link, us, link, Entry.STRANGE_LINK);

        assertThat(precious).hasContent("mine");
        assertThat(link).isSymbolicLink();
        assertThat(names(tmp)).containsExactly("r.json");
    }

    @Test
    void linkOfAnother_onTheWay_isNotFollowed() throws IOException {
        Path target = Files.createDirectory(home.resolve("target"));
        Path link = giveAway(Files.createSymbolicLink(folder("tmp", STICKY).resolve("logs"), target));

        assertRefused(link.resolve("r.json"), us, link, Entry.STRANGE_LINK);

        assertThat(target).isEmptyDirectory();
    }

    @Test
    void linkOfOurs_inAStickyFolder_isFollowed() throws IOException {
        Path target = home.resolve("r.json");
        Path link = Files.createSymbolicLink(folder("tmp", STICKY).resolve("r.json"), target);

        write(link, self, Snapshots.NONE);

        assertThat(target).hasContent("ours");
        assertThat(link).isSymbolicLink();
    }

    /** Others may have moved it there. */
    @Test
    void anyLink_inAFolderThatIsNotSticky_isNotFollowed() throws IOException {
        Path link = Files.createSymbolicLink(folder("shared", SHARED).resolve("r.json"), home.resolve("r.json"));

        assertRefused(link, self, link, Entry.STRANGE_LINK);
    }

    @Test
    void linksInARing_areGivenUp() throws IOException {
        Path link = Files.createSymbolicLink(home.resolve("a"), home.resolve("b"));
        Files.createSymbolicLink(home.resolve("b"), link);

        assertThatThrownBy(() -> write(link, self, Snapshots.NONE)).hasMessageContaining("is one link too many");
    }

    @Test
    void relativeLinkOfOurs_leadsFromItsFolder() throws IOException {
        Files.createDirectory(home.resolve("v2"));
        Files.createSymbolicLink(home.resolve("current"), Path.of("v2/../v2"));

        write(home.resolve("current/r.json"), self, Snapshots.NONE);

        assertThat(home.resolve("v2/r.json")).hasContent("ours");
    }

    // --- files ---

    @Test
    void fileOfAnother_isNotReplaced() throws IOException {
        Path file = folder("tmp", STICKY).resolve("r.json");
        giveAway(Files.writeString(file, "theirs"));

        assertRefused(file, us, file, "belongs to another user");

        assertThat(file).hasContent("theirs");
    }

    @Test
    void olderNameOfAnother_isNotReplaced() throws IOException {
        Path folder = folder("tmp", STICKY);
        Path older = giveAway(Files.writeString(folder.resolve("r.json.1"), "theirs"));

        assertRefused(folder.resolve("r.json"), us, older, "belongs to another user");

        assertThat(names(folder)).containsExactly("r.json.1");
        assertThat(older).hasContent("theirs");
    }

    @Test
    void fileOfAnother_isNotAppendedTo() throws IOException {
        Path file = folder("tmp", STICKY).resolve("x.log");
        giveAway(Files.writeString(file, "theirs"));

        try (Folder folder = Folder.of(Place.of(file, us))) {
            assertThatThrownBy(() -> folder.append("x.log")).hasMessageContaining("belongs to another user");
        }
        assertThat(file).hasContent("theirs");
    }

    /** It leads to a file of ours that is anywhere on that disk. */
    @Test
    void hardLink_whereOthersMayPlaceOne_isNotAppendedTo() throws IOException {
        Path keys = Files.writeString(home.resolve("keys"), "mine");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
        Path second = Files.createLink(folder("tmp", STICKY).resolve("x.log"), keys);

        try (Folder folder = Folder.of(Place.of(second, self))) {
            assertThatThrownBy(() -> folder.append("x.log")).hasMessageContaining("has a second name");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void whatIsNoFile_isRefused() throws Exception {
        Path folder = folder("tmp", STICKY);
        Path pipe = folder.resolve("pipe");
        Path socket = folder.resolve("socket");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            assertRefused(pipe, self, pipe, "is a pipe");
            assertRefused(socket, self, socket, "is a socket");
            assertRefused(folder, self, folder, "is a directory");
            assertRefused(Path.of("/"), self, Path.of("/"), "is a directory");
            assertRefused(Path.of("/dev/zero"), self, Path.of("/dev/zero"), "is a device");
        }
        assertThat(names(folder)).containsExactly("pipe", "socket");
    }

    /** As on NFS that squashes: what we make there is another's, and so all of that other's is taken for ours. */
    @Test
    void fileSystemThatShowsOurFilesAsAnothers_isWrittenTo() throws IOException {
        ThisUser squashed = new ThisUser(4711, true);
        write(home.resolve("r.json"), squashed, new Snapshots.Numbered(2));
        write(home.resolve("r.json"), squashed, new Snapshots.Numbered(2));

        assertThat(names(home)).containsExactly("r.json", "r.json.1");
    }

    // --- folders of others ---

    @Test
    void folderOfAnother_isWrittenTo_andOlderReportsAreKept() throws IOException {
        Path folder = giveAway(folder("theirs", SHARED));
        for (int i = 0; i < 3; i++)
            write(folder.resolve("r.json"), us, new Snapshots.Numbered(self.uid() == 0 ? 2 : 1));

        assertThat(names(folder)).contains("r.json").hasSize(self.uid() == 0 ? 2 : 1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("r.json"))))
                .isEqualTo("rw-------");
    }

    /** Who owns a folder may put another one in its place at any time. */
    @Test
    void folderThatIsExchanged_isNotFollowed() throws IOException {
        Path victim = Files.createDirectory(home.resolve("victim"));
        Path folder = Files.createDirectory(folder("shared", SHARED).resolve("sub"));
        Place place = Place.of(folder.resolve("r.json"), self);

        try (Folder held = Folder.of(place);
                Temporary temporary = Temporary.in(held)) {
            Files.move(folder, home.resolve("moved"));
            Files.createSymbolicLink(folder, victim);
            temporary.become("r.json");
        }
        assertThat(victim).isEmptyDirectory();
        assertThat(names(home.resolve("moved"))).containsExactly("r.json");

        assertThatThrownBy(() -> Folder.of(place)).isInstanceOf(IOException.class);
    }

    // --- what a killed JVM leaves ---

    private Path old(String name) throws IOException {
        Path file = Files.createFile(home.resolve(name));
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        return file;
    }

    private void tidy(ThisUser user) throws IOException {
        try (Folder folder = Folder.of(Place.of(home.resolve("r.json"), user))) {
            Leftovers.tidy(folder, System.currentTimeMillis());
        }
    }

    @Test
    void leftover_isTakenAway_andNothingElse() throws IOException {
        old(".tcpclose-18f3a-1.tmp");
        old(".tcpclose-mine.tmp");
        old("tcpclose-18f3a-1.tmp");
        Files.createFile(home.resolve(".tcpclose-18f3a-2.tmp"));
        Files.createSymbolicLink(home.resolve(".tcpclose-18f3a-3.tmp"), old("target"));

        tidy(self);

        assertThat(names(home))
                .containsExactly(
                        ".tcpclose-18f3a-2.tmp",
                        ".tcpclose-18f3a-3.tmp",
                        ".tcpclose-mine.tmp",
                        "target",
                        "tcpclose-18f3a-1.tmp");
    }

    @Test
    void temporaryThatIsWritten_staysUntilItsWriterIsGone() throws IOException {
        Path file = old(".tcpclose-18f3a-1.tmp");
        try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(writer.lock().isValid()).isTrue();
            tidy(self);
            assertThat(file).exists();
        }
        tidy(self);
        assertThat(file).doesNotExist();
    }

    @Test
    void leftoverOfAnother_stays() throws IOException {
        Path file = giveAway(old(".tcpclose-18f3a-1.tmp"));
        tidy(us);
        assertThat(file).exists();
    }
}
