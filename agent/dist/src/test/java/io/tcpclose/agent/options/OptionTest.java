package io.tcpclose.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionTest {

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RULE", "RULE_AFTER"})
    void default_written_isAllowedAndShownTheSame(Option option) {
        List<String> why = new ArrayList<>();
        Object value = Objects.requireNonNull(option.kind().parse(option.defaultText(), why));
        assertThat(why).isEmpty();
        assertThat(option.kind().show(value)).isEqualTo(option.defaultText());
        assertThat(option.defaultValue()).hasToString(value.toString());
    }

    @ParameterizedTest
    @EnumSource
    void meaning_ofEach_oneOrTwoSentences(Option option) {
        assertThat(option.meaning()).endsWith(".").hasSizeBetween(15, 160).doesNotContain("|");
        assertThat(option.allowed()).isNotBlank();
    }

    @Test
    void key_asVariable_unique() {
        Set<String> variables = new HashSet<>();
        for (Option option : Option.values()) {
            assertThat(option.key()).matches("[a-z.<>-]+");
            assertThat(variables.add(option.key().replace('-', '.')))
                    .as(option.key())
                    .isTrue();
        }
    }

    /** The keys that are published; one that is missing or new here is a decision, not an accident. */
    @Test
    void keys_all_asPublished() {
        assertThat(Option.values())
                .extracting(Option::key)
                .containsExactly(
                        "enabled",
                        "config",
                        "report",
                        "report.interval",
                        "report.keep",
                        "log",
                        "log.level",
                        "log.format",
                        "http",
                        "http.token-file",
                        "control",
                        "attach",
                        "otlp",
                        "otlp.headers-file",
                        "otlp.interval",
                        "tags",
                        "micrometer",
                        "meters",
                        "metrics.sites",
                        "jfr",
                        "stacks",
                        "stack-depth",
                        "include",
                        "exclude",
                        "suppressions",
                        "expect-half-close",
                        "redact",
                        "probe.interval",
                        "observe",
                        "dump.fds",
                        "dump.path",
                        "rule.<id>",
                        "rule.<id>.after",
                        "max-connections");
    }
}
