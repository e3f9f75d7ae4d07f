package io.tcpclose.agent.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tcpclose.core.report.Report;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that are changed while the JVM runs. */
class OptionsLiveTest {
    private final Options before = Given.argument("stacks=open,http=0").parse();

    private Options with(Map<String, String> changes) {
        return before.with(changes, Given.RULES);
    }

    @Test
    void change_isInForceAndShownAsOfACommand() {
        Options after = with(Map.of("stacks", "off", "rule.idle-growing.after", "1m"));
        assertThat(after.stacks()).isEqualTo("off");
        assertThat(after.ruleAfter()).containsEntry("idle-growing", Duration.ofMinutes(1));
        assertThat(after.effective())
                .containsEntry("stacks", new Report.OptionValue("off", "command"))
                .containsEntry("log.level", new Report.OptionValue("warn", "default"));
        assertThat(before.stacks()).isEqualTo("open");
    }

    @Test
    void shown_isTheValueOrTheDefault() {
        assertThat(before.shown("stacks", Given.RULES)).isEqualTo("open");
        assertThat(before.shown("log.level", Given.RULES)).isEqualTo("warn");
        assertThat(before.shown("rule.idle-growing.after", Given.RULES)).isEqualTo("10m");
        assertThat(with(Map.of("log.level", "INFO")).shown("log.level", Given.RULES))
                .isEqualTo("info");
    }

    @Test
    void oneThatIsRefused_keepsTheOthersFromBeingSet() {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("stacks", "all");
        changes.put("stack-depth", "0");
        assertThatThrownBy(() -> with(changes)).isInstanceOf(IllegalArgumentException.class);
        assertThat(before.stacks()).isEqualTo("open");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http | 1 | it is set at start only; while the JVM runs: log, log.level, log.format",
                "stack | 1 | there is no such option; the nearest is stacks",
                "rule.eof-not-close | off | there is no such option; the nearest is rule.eof-not-closed",
                "stacks | some | is not allowed, but all, open or off",
                "stack-depth | 0 | is not allowed, but a number from 1 to 1024",
                "rule.write-after-fin.after | 1m | there is no such option"
            })
    void whatCannotBeSet_isSaid(String name, String text, String why) {
        assertThatThrownBy(() -> with(Map.of(name, text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining(why);
    }
}
