package io.tcpclose.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes docs/state-table.md with {@code -Dtcpclose.docs.update=true}; else compares it. */
class StatePageTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."))
            .resolve("../../docs/state-table.md")
            .normalize();

    @Test
    void page_committed_isWhatTheTablesSay() throws IOException {
        if (Boolean.getBoolean("tcpclose.docs.update")) Files.writeString(PAGE, StatePage.text());
        assertThat(PAGE)
                .as("run this test with -Dtcpclose.docs.update=true and commit the page")
                .hasContent(StatePage.text());
    }
}
