package io.tcpclose.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes docs/rules.md with {@code -Dtcpclose.docs.update=true}; else compares it. */
class RulesPageTest {
    private static final Path PAGE = Path.of(System.getProperty("basedir", "."))
            .resolve("../../docs/rules.md")
            .normalize();

    @Test
    void page_committed_isWhatTheRulesSay() throws IOException {
        if (Boolean.getBoolean("tcpclose.docs.update")) Files.writeString(PAGE, RulesPage.text());
        assertThat(PAGE)
                .as("run this test with -Dtcpclose.docs.update=true and commit the page")
                .hasContent(RulesPage.text());
    }

    @Test
    void meanings_areOfRulesThatAre() {
        assertThat(RuleCatalog.all()).hasSize(RulesPage.meanings());
    }
}
