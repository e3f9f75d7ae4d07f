package io.tcpclose.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " ; , ;"})
    void list_withoutSelectors_isNone(String text) {
        Parsed<Selectors> parsed = Selectors.parse(text);
        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.value().isEmpty()).isTrue();
        assertThat(parsed.value().matches(Connections.client(1))).isFalse();
        assertThat(parsed.value()).hasToString("");
    }

    @Test
    void list_commasAndSemicolons_oneMatchIsEnough() {
        Selectors selectors = Selectors.parse("port:1, host:db* ;port:3,").value();
        assertThat(selectors.matches(Connections.client(1))).isTrue();
        assertThat(selectors.matches(Connections.client(2))).isFalse();
        assertThat(selectors.matches(Connections.client(3))).isTrue();
        assertThat(selectors.matches(Connections.toHost("db7"))).isTrue();
    }

    @Test
    void list_printed_canBeReadAgain() {
        String text = "port:1,peer:10.0.0.0/8,host:db*,class:com.acme.Dao";
        assertThat(Selectors.parse(text).value()).hasToString(text);
    }

    @Test
    void list_withAWrongPiece_keepsTheOthersAndTellsIt() {
        Parsed<Selectors> parsed = Selectors.parse("port:1,prot:2,port:3");
        assertThat(parsed.value()).hasToString("port:1,port:3");
        assertThat(parsed.errors()).hasSize(1).first().asString().startsWith("'prot:2'");
    }

    @Test
    void list_tooLong_cutAndTold() {
        Parsed<Selectors> parsed = Selectors.parse("port:1,".repeat(Selectors.MAX_SELECTORS + 5));
        assertThat(parsed.value().toString().split(",")).hasSize(Selectors.MAX_SELECTORS);
        assertThat(parsed.errors()).hasSize(1).first().asString().endsWith("a list has at most 1000 selectors");
    }

    @Test
    void list_exactlyAsLongAsAllowed_notTold() {
        assertThat(Selectors.parse("port:1;".repeat(Selectors.MAX_SELECTORS)).errors())
                .isEmpty();
    }

    @Test
    void error_hostileText_oneShortPrintableLine() {
        String hostile = "\u001b[31m\r\nERROR fake\u2028\u202e" + "x".repeat(500);
        assertThat(Selectors.parse(hostile).errors()).singleElement().satisfies(line -> {
            assertThat(line).hasSizeLessThan(200).contains("...'");
            assertThat(line.chars()).noneMatch(c -> c < ' ' || c == 0x2028 || c == 0x202e);
        });
    }

    @Test
    void errors_ofAFlood_areBounded() {
        assertThat(Selectors.parse("x,".repeat(100_000)).errors()).hasSizeLessThanOrEqualTo(Problems.MAX_LINES + 1);
    }

    @Test
    void list_randomText_neverThrows() {
        Random random = new Random(5);
        String[] parts = {"port:", "peer:", "host:", "class:", ",", ";", "*", "10.0.0.0", "/", "8", "::", "\n", "é", "$"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(10); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            Selectors selectors = Selectors.parse(text.toString()).value();
            assertThat(Selectors.parse(selectors.toString()).errors())
                    .as("%s read as %s", text, selectors)
                    .isEmpty();
        }
    }
}
