package io.tcpclose.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void list_hasOneLineForEachScenario() throws Exception {
        assertThat(run("--list")).isZero();
        List<Scenario> all = Stream.concat(Scenarios.ALL.stream(), Article.SCENARIOS.stream())
                .toList();
        assertThat(text(out).lines()).zipSatisfy(all, (line, scenario) -> assertThat(line)
                .startsWith(scenario.name())
                .endsWith(scenario.summary()));
    }

    @Test
    void help_namesEachOption() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).contains("explain", "serve", "--legal", "open-at-exit", "--list", "--hold", "--help");
    }

    @ParameterizedTest
    @CsvSource({
        "eof-not-close,eof-not-closed",
        "echo-async,clean-echo-async",
        "--lsit,--list",
        "explian,explain",
        "serv,serve"
    })
    void unknownName_isAnsweredWithTheNearest(String typed, String nearest) throws Exception {
        assertThat(run(typed)).isEqualTo(2);
        assertThat(text(err).lines()).singleElement().asString().contains(typed, "'" + nearest + "'");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void unknownNameToExplain_isAnsweredWithTheNearest() throws Exception {
        assertThat(run("explain", "shutdown-raed")).isEqualTo(2);
        assertThat(text(err).lines()).singleElement().asString().contains("shutdown-raed", "'shutdown-read'");
        assertThat(text(out)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"late-closed,late-close", "--lgeal,--legal"})
    void unknownNameToServe_isAnsweredWithTheNearest(String typed, String nearest) throws Exception {
        assertThat(run("serve", typed)).isEqualTo(2);
        assertThat(text(err).lines()).singleElement().asString().contains(typed, "'" + nearest + "'");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void explainWithoutName_isRefused() throws Exception {
        assertThat(run("explain")).isEqualTo(2);
        assertThat(text(err)).contains("explain takes");
    }

    @Test
    void scenarioThatIsExplainedOnly_namesExplain() throws Exception {
        assertThat(run("shutdown-read")).isEqualTo(2);
        assertThat(text(err)).contains("explain shutdown-read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "99999"})
    void badHold_isRefused(String seconds) throws Exception {
        assertThat(run("--hold", seconds)).isEqualTo(2);
        assertThat(text(err)).contains("--hold");
    }

    @Test
    void missingHold_isRefused() throws Exception {
        assertThat(run("abortive-close", "--hold")).isEqualTo(2);
        assertThat(text(err)).contains("--hold");
    }

    private static PrintStream printer(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }

    private int run(String... args) throws Exception {
        return Demo.run(List.of(args), printer(out), printer(err));
    }
}
