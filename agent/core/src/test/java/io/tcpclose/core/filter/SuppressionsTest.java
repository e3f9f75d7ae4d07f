package io.tcpclose.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionsTest {
    private static final Set<String> RULES = Set.of("eof-not-closed", "fin-unnoticed");
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 15);

    private static Parsed<Suppressions> parse(String text) {
        return Suppressions.parse(text, RULES);
    }

    private static Suppressions right(String text) {
        Parsed<Suppressions> parsed = parse(text);
        assertThat(parsed.errors()).isEmpty();
        return parsed.value();
    }

    private static @Nullable Suppression match(String text, String rule, Selectable connection) {
        return right(text).match(rule, connection, TODAY);
    }

    @Test
    void line_complete_allItsParts() {
        String text = "eof-not-closed class:com.acme.Dao until:2026-12-31 # pool, issue #12";
        assertThat(match(text, "eof-not-closed", Connections.openedBy("com.acme.Dao$1")))
                .extracting(
                        Suppression::line,
                        Suppression::rule,
                        Suppression::until,
                        Suppression::reason,
                        s -> s.selectors().toString())
                .containsExactly(
                        1, "eof-not-closed", LocalDate.of(2026, 12, 31), "pool, issue #12", "[class:com.acme.Dao]");
    }

    @Test
    void line_ofOneRule_leavesTheOthers() {
        assertThat(match("eof-not-closed port:1 # why", "fin-unnoticed", Connections.client(1)))
                .isNull();
    }

    @Test
    void line_ofEveryRule_coversAll() {
        assertThat(match("* port:1 # why", "fin-unnoticed", Connections.client(1)))
                .isNotNull();
        assertThat(match("* port:1 # why", "fin-unnoticed", Connections.client(2)))
                .isNull();
    }

    @Test
    void line_ofSeveralSelectors_allHaveToMatch() {
        String text = "* port:443 class:com.acme.* # why";
        assertThat(match(text, "fin-unnoticed", Connections.openedBy("com.acme.Dao")))
                .isNotNull();
        assertThat(match(text, "fin-unnoticed", Connections.openedBy("org.other.Dao")))
                .isNull();
        assertThat(match(text, "fin-unnoticed", Connections.client(443))).isNull();
    }

    @Test
    void file_blankLinesAndComments_countAsLines() {
        String text = "\uFEFF# accepted\r\n\r\n   \n\t* port:1\t# one\r\n*   port:2#two";
        assertThat(match(text, "fin-unnoticed", Connections.client(1)))
                .extracting(Suppression::line, Suppression::reason)
                .containsExactly(4, "one");
        assertThat(match(text, "fin-unnoticed", Connections.client(2)))
                .extracting(Suppression::line, Suppression::reason)
                .containsExactly(5, "two");
    }

    @Test
    void file_twoLinesThatCover_theFirstIsNamed() {
        String text = "* port:1 until:2020-01-01 # old\n* port:1 # first\neof-not-closed port:1 # second\n";
        assertThat(match(text, "eof-not-closed", Connections.client(1)))
                .extracting(Suppression::reason)
                .isEqualTo("first");
    }

    @Test
    void file_withoutLines_coversNothing() {
        assertThat(right("").size()).isZero();
        assertThat(Suppressions.NONE.match("eof-not-closed", Connections.client(1), TODAY))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"2026-06-14, false", "2026-06-15, true", "2026-06-16, true", "2028-02-29, true"})
    void until_lastDay_stillCounts(String day, boolean expected) {
        String text = "* port:1 until:" + day + " # why";
        assertThat(match(text, "fin-unnoticed", Connections.client(1)) != null).isEqualTo(expected);
    }

    @Test
    void expired_line_toldOnceOnTheDayItIsSeen() {
        Suppressions suppressions =
                right("* port:1 until:2026-06-14 # old\n* port:2 until:2026-06-15 # soon\n* port:3 # for ever");
        assertThat(suppressions.newlyExpired(TODAY))
                .containsExactly("line 1: the suppression of * ended on 2026-06-14 ('old')");
        assertThat(suppressions.newlyExpired(TODAY)).isEmpty();
        assertThat(suppressions.newlyExpired(TODAY.plusDays(1)))
                .containsExactly("line 2: the suppression of * ended on 2026-06-15 ('soon')");
        assertThat(suppressions.newlyExpired(TODAY.plusYears(9))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "* port:1 | '* port:1': the reason is missing, it follows a # at the end of the line",
                "* port:1 # | '* port:1': the reason is missing, it follows a # at the end of the line",
                "eof-not-close port:1 # x | 'eof-not-close': a line starts with the id of a rule, or with * for all of them",
                "port:1 # x | 'port:1': a line starts with the id of a rule, or with * for all of them",
                "* # x | '*': the selector is missing; a selector is port:5432, peer:10.0.0.0/8, host:db* or class:com.acme.*",
                "* until:2030-01-01 # x | '* until:2030-01-01': the selector is missing; a selector is port:5432, peer:10.0.0.0/8, host:db* or class:com.acme.*",
                "* port:x # x | 'port:x': a port is a number from 1 to 65535",
                "* port:1,port:2 # x | 'port:1,port:2': a port is a number from 1 to 65535",
                "* host:a,host:b # x | 'host:a,host:b': a pattern is 1 to 256 characters without blanks, * standing for any characters and ? for one",
                "* port:1 nonsense # x | 'nonsense': a selector is port:5432, peer:10.0.0.0/8, host:db* or class:com.acme.*",
                "* port:1 until:2026-02-30 # x | 'until:2026-02-30': a day is written as until:2027-01-31",
                "* port:1 until:2026-13-01 # x | 'until:2026-13-01': a day is written as until:2027-01-31",
                "* port:1 until:2026-1-1 # x | 'until:2026-1-1': a day is written as until:2027-01-31",
                "* port:1 until:20260-1-01 # x | 'until:20260-1-01': a day is written as until:2027-01-31",
                "* port:1 until: # x | 'until:': a day is written as until:2027-01-31",
                "* port:1 until:+026-01-01 # x | 'until:+026-01-01': a day is written as until:2027-01-31",
                "* port:1 until:2026-01-01 until:2027-01-01 # x | 'until:2027-01-01': there is one until: at most",
            })
    void line_wrong_toldByItsNumberAndSuppressesNothing(String line, String why) {
        Parsed<Suppressions> parsed = parse("# file\n" + line + "\n* port:7 # right");
        assertThat(parsed.errors()).containsExactly("line 2: " + why);
        assertThat(parsed.value().size()).isEqualTo(1);
        assertThat(parsed.value().match("fin-unnoticed", Connections.client(7), TODAY))
                .isNotNull();
        assertThat(parsed.value().match("fin-unnoticed", Connections.client(1), TODAY))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {SuppressionParser.MAX_LINE, SuppressionParser.MAX_LINE + 1})
    void line_length_bounded(int length) {
        String start = "* port:1 # ";
        Parsed<Suppressions> parsed = parse(start + "x".repeat(length - start.length()));
        boolean allowed = length <= SuppressionParser.MAX_LINE;
        assertThat(parsed.value().size()).isEqualTo(allowed ? 1 : 0);
        assertThat(parsed.errors()).hasSize(allowed ? 0 : 1);
    }

    @Test
    void file_tooManyLines_restToldAndNotUsed() {
        Parsed<Suppressions> parsed = parse("* port:1 # x\n".repeat(Suppressions.MAX_ENTRIES + 2));
        assertThat(parsed.value().size()).isEqualTo(Suppressions.MAX_ENTRIES);
        assertThat(parsed.errors())
                .containsExactly("line 10001: a file has at most 10000 suppressions, the rest is not used");
    }

    @Test
    void file_tooLarge_notUsedAtAll() {
        Parsed<Suppressions> parsed = parse("* port:1 # x\n".repeat(100_000));
        assertThat(parsed.value().size()).isZero();
        assertThat(parsed.errors()).containsExactly("the file has more than 1048576 characters: nothing of it is used");
    }

    @Test
    void file_ofWrongLines_errorsBounded() {
        assertThat(parse("nonsense # x\n".repeat(5_000)).errors())
                .hasSize(Problems.MAX_LINES + 1)
                .endsWith("and 4950 more like these");
    }

    @Test
    void file_randomText_neverThrows() {
        Random random = new Random(13);
        String[] parts = {
            "*", " ", "eof-not-closed", "port:1", "until:", "2026-01-01", "#", "\n", "\r", "\u0000", "class:"
        };
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            Suppressions suppressions = parse(text.toString()).value();
            suppressions.newlyExpired(TODAY);
            accepted += suppressions.size();
        }
        assertThat(accepted).as("the generator also makes right lines").isGreaterThan(10);
    }

    @Test
    void files_wrongTwice_eachLineToldForItself() {
        assertThat(parse("a # x\nb # y").errors())
                .extracting(line -> line.substring(0, 6), line -> line.substring(8, 11))
                .containsExactly(tuple("line 1", "'a'"), tuple("line 2", "'b'"));
    }
}
