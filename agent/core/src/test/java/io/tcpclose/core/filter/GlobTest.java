package io.tcpclose.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GlobTest {

    @Test
    void glob_randomPatterns_matchWhatTheRegexMatches() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            String pattern = letters(random, "ab*?");
            String text = letters(random, "aab");
            String regex = pattern.replace("*", ".*").replace("?", ".");
            assertThat(new Glob(pattern, false).matches(text))
                    .as("%s against %s", pattern, text)
                    .isEqualTo(Pattern.matches(regex, text));
        }
    }

    private static String letters(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    void glob_case_ignoredOnlyWhenAsked() {
        assertThat(new Glob("DB*", true).matches("db-1.internal")).isTrue();
        assertThat(new Glob("DB*", false).matches("db-1.internal")).isFalse();
    }

    @Test
    void glob_prefixOfAText_matchedWithoutItsRest() {
        assertThat(new Glob("com.acme.Dao", false).matches("com.acme.Dao$1", 12))
                .isTrue();
        assertThat(new Glob("com.acme.Da", false).matches("com.acme.Dao$1", 12)).isFalse();
    }

    /** A backtracking matcher would need longer than the age of the universe. */
    @Test
    void glob_hostilePattern_endsSoon() {
        Glob glob = new Glob("*a".repeat(128) + "b", false);
        boolean matches = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> glob.matches("a".repeat(10_000)));
        assertThat(matches).isFalse();
    }
}
