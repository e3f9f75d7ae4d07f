package io.tcpclose.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes docs/actors.md with {@code -Dtcpclose.docs.update=true}; else compares it. */
class ActorPageTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."))
            .resolve("../../docs/actors.md")
            .normalize();

    @Test
    void page_committed_isWhatTheTableSays() throws IOException {
        if (Boolean.getBoolean("tcpclose.docs.update")) Files.writeString(PAGE, ActorPage.text());
        assertThat(PAGE)
                .as("run this test with -Dtcpclose.docs.update=true and commit the page")
                .hasContent(ActorPage.text());
    }
}
