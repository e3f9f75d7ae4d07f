package io.tcpclose.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes docs/options.md with {@code -Dtcpclose.docs.update=true}; else compares it. */
class OptionsDocTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."))
            .resolve("../../docs/options.md")
            .normalize();

    @Test
    void page_committed_isWhatTheOptionsSay() throws IOException {
        if (Boolean.getBoolean("tcpclose.docs.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, OptionsPage.text());
        }
        assertThat(PAGE)
                .as("run this test with -Dtcpclose.docs.update=true and commit the page")
                .hasContent(OptionsPage.text());
    }

    @Test
    void page_everyOption_hasItsRow() {
        for (Option option : Option.values()) {
            assertThat(OptionsPage.text()).contains("\n| `" + option.key() + "` | ");
        }
    }
}
