package io.tcpclose.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "fe80::1",
                "2001:db8:0:0:1:0:0:1",
                "2001:DB8::A",
                "64:ff9b::192.0.2.33",
                "1:2:3:4:5:6:1.2.3.4",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8"
            })
    void literal_complete_readAsTheJdkReadsIt(String text) throws UnknownHostException {
        assertThat(IpLiteral.parse(text)).isEqualTo(InetAddress.getByName(text).getAddress());
    }

    @Test
    void literal_mappedV4_keepsItsSixteenBytes() {
        assertThat(IpLiteral.parse("::ffff:10.1.2.3")).hasSize(16).endsWith(10, 1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "...",
                "1.2.3",
                "1.2.3.",
                ".1.2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.04",
                "1.2.3.4 ",
                " 1.2.3.4",
                "+1.2.3.4",
                "-1.2.3.4",
                "0x1.2.3.4",
                "1.2.3.99999999999",
                "١.2.3.4",
                "localhost",
                "2130706433",
                "127.1",
                ":",
                ":::",
                "1:::2",
                "::1::",
                "1::2::3",
                ":1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:8:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "[::1]",
                "fe80::1%eth0",
                "1.2.3.4::",
                "::1.2.3",
                "::1.2.3.4:5",
                "::1.2.3.256",
                "1:2:3:4:5:6:7:1.2.3.4"
            })
    void literal_incomplete_refused(String text) {
        assertThat(IpLiteral.parse(text)).isNull();
    }

    @Test
    void literal_everyAddressTheJdkPrints_readBack() throws UnknownHostException {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(bytes);
            String printed = InetAddress.getByAddress(bytes).getHostAddress();
            assertThat(IpLiteral.parse(printed)).as(printed).isEqualTo(bytes);
        }
    }

    @Test
    void literal_randomText_neverThrowsAndGivesAWholeAddress() {
        Random random = new Random(11);
        String alphabet = "0123456789abcdefF:.:./% x";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] bytes = IpLiteral.parse(text.toString());
            assertThat(bytes == null ? 4 : bytes.length).as(text.toString()).isIn(4, 16);
        }
    }
}
