package io.tcpclose.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.core.report.Report.OptionValue;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTagsTest {

    @Test
    void tags_written_inThatOrder() {
        Options options = Given.argument("tags=zone:eu-west-1b; application : orders ;;_x9:a:b=c,d;env:größe 😀;")
                .parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.tags())
                .containsExactly(
                        Map.entry("zone", "eu-west-1b"),
                        Map.entry("application", "orders"),
                        Map.entry("_x9", "a:b=c,d"),
                        Map.entry("env", "größe 😀"));
        assertThat(options.effective())
                .containsEntry(
                        "tags",
                        new OptionValue("zone:eu-west-1b;application:orders;_x9:a:b=c,d;env:größe 😀", "argument"));
    }

    @Test
    void tags_asManyAndAsLongAsAllowed_areRead() {
        Options options = Given.argument("tags=" + tags(16) + ";").parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.tags()).hasSize(16).containsEntry("k16", "v".repeat(128));
    }

    @Test
    void tags_more_oneLineAndNone() {
        Options options = Given.argument("tags=" + tags(17)).parse();
        assertThat(options.problems()).singleElement().asString().contains("there are more than 16 tags");
        assertThat(options.tags()).isEmpty();
    }

    private static String tags(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "k" + i + ":" + "v".repeat(128))
                .collect(Collectors.joining(";"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tags=", "tags=NONE", "tags=;"})
    void tags_empty_overrideALowerSource(String argument) {
        Options options =
                Given.argument(argument).variable("TCPCLOSE_TAGS", "env:prod").parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.tags()).isEmpty();
        assertThat(options.effective()).doesNotContainKey("tags");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "env:prod;team | 'team' | a tag is key:value",
                "env=prod | 'env=prod' | a tag is key:value",
                ":prod | ':prod' | a key has only letters, digits and _, and starts with neither a digit nor __",
                "9a:b | '9a:b' | a key has only letters, digits and _, and starts with neither a digit nor __",
                "__a:b | '__a:b' | a key has only letters, digits and _, and starts with neither a digit nor __",
                "a.b:c | 'a.b:c' | a key has only letters, digits and _, and starts with neither a digit nor __",
                "a-b:c | 'a-b:c' | a key has only letters, digits and _, and starts with neither a digit nor __",
                "é:c | 'é:c' | a key has only letters, digits and _, and starts with neither a digit nor __",
                "env: | 'env:' | a value has 1 to 128 printable characters",
                "env:prod;a:b;env:prod | 'env:prod' | this key is there twice",
                "a:1;role:x | 'role:x' | the meters have a tag of this key themselves",
            })
    void tags_wrong_oneLineAndNone(String text, String tag, String why) {
        Options options = Given.argument("tags=" + text).parse();
        assertThat(options.problems())
                .containsExactly("option 'tags=" + text + "' in the agent argument: allowed is none or a list such as"
                        + " application:orders;env:prod (" + tag + ": " + why + "); using the default none");
        assertThat(options.tags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000b", "a\u0085b", "a\u202eb", "a\u2028b", "a\ud800b", "a\udc00"})
    void tags_valueNotPrintable_oneLineAndNone(String value) {
        Options options = Given.argument("tags=env:" + value).parse();
        assertThat(options.problems()).singleElement().asString().contains("a value has 1 to 128 printable characters");
        assertThat(options.tags()).isEmpty();
    }

    @Test
    void tags_valueTooLong_oneLineAndNone() {
        assertThat(Given.argument("tags=env:" + "v".repeat(129)).parse().problems())
                .singleElement()
                .asString()
                .contains("a value has 1 to 128 printable characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state", "role", "kind", "how", "first", "side", "eof", "reason", "verdict", "direction", "outcome",
                "rule", "severity", "site", "endpoint", "with", "port", "event", "scope", "version", "where", "source",
                "name", "le", "quantile"
            })
    void tags_keyOfTheMeters_refused(String key) {
        assertThat(Given.argument("tags=" + key + ":x").parse().problems()).hasSize(1);
        assertThat(Given.argument("tags=" + key + "_:x").parse().problems()).isEmpty();
    }
}
