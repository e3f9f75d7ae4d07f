package io.tcpclose.agent.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    private final Path directory;

    TextFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void file_regular_readAsUtf8() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "Grüße → Welt\n");
        assertThat(TextFile.read(file.toString())).isEqualTo("Grüße → Welt\n");
    }

    @Test
    void file_notUtf8_readAllTheSame() throws IOException {
        Path file = Files.write(directory.resolve("a.txt"), new byte[] {'a', (byte) 0xff, 'b'});
        assertThat(TextFile.read(file.toString())).isEqualTo("a\ufffdb");
    }

    @Test
    void file_upToTheLimit_readAndNoLonger() throws IOException {
        Path file = Files.write(directory.resolve("a.txt"), new byte[TextFile.MAX_BYTES]);
        assertThat(TextFile.read(file.toString())).hasSize(TextFile.MAX_BYTES);
        Files.write(file, new byte[TextFile.MAX_BYTES + 1]);
        assertThatThrownBy(() -> TextFile.read(file.toString()))
                .isInstanceOf(IOException.class)
                .hasMessage("larger than 1 MiB");
    }

    @Test
    void file_linked_isFollowed() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "x");
        Path link = Files.createSymbolicLink(directory.resolve("link.txt"), file);
        assertThat(TextFile.read(link.toString())).isEqualTo("x");
    }

    @Test
    void directory_andDevice_refused() {
        assertThatThrownBy(() -> TextFile.read(directory.toString())).hasMessage("not a regular file");
        assertThatThrownBy(() -> TextFile.read("/dev/zero")).hasMessage("not a regular file");
    }

    /** Opened, it would hold up the start for ever. */
    @Test
    void pipe_isRefusedUnopened() throws Exception {
        String pipe = directory.resolve("pipe").toString();
        assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
        assertThatThrownBy(() -> TextFile.read(pipe)).hasMessage("not a regular file");
    }

    @Test
    void file_missingOrImpossible_isAnIoException() {
        String missing = directory.resolve("missing").toString();
        assertThatThrownBy(() -> TextFile.read(missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> TextFile.read("a\0b")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> TextFile.read("")).isInstanceOf(IOException.class);
    }
}
