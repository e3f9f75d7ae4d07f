package io.tcpclose.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.core.report.Report.OptionValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where metrics go, and which. */
class OptionsMetricsTest {

    @ParameterizedTest
    @CsvSource({
        "9464,                     127.0.0.1,       9464,  127.0.0.1:9464",
        "0,                        127.0.0.1,       0,     127.0.0.1:0",
        "65535,                    127.0.0.1,       65535, 127.0.0.1:65535",
        "0.0.0.0:9464,             0.0.0.0,         9464,  0.0.0.0:9464",
        "192.168.255.1:80,         192.168.255.1,   80,    192.168.255.1:80",
        "localhost:1,              127.0.0.1,       1,     127.0.0.1:1",
        "LocalHost:1,              127.0.0.1,       1,     127.0.0.1:1",
        "[::]:9464,                ::,              9464,  [0:0:0:0:0:0:0:0]:9464",
        "[::1]:0,                  ::1,             0,     [0:0:0:0:0:0:0:1]:0",
        "[FD00::a0:ff01]:80,       fd00::a0:ff01,   80,    [fd00:0:0:0:0:0:a0:ff01]:80",
    })
    void http_address_readAndShownTheSame(String text, String host, int port, String shown)
            throws UnknownHostException {
        Options options = Given.argument("http=" + text).parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.http()).isEqualTo(new HttpAddress(InetAddress.getByName(host), port));
        assertThat(options.effective()).containsEntry("http", new OptionValue(shown, "argument"));
        Options again = Given.argument("http=" + shown).parse();
        assertThat(again.http()).isEqualTo(options.http());
        assertThat(again.effective()).isEqualTo(options.effective());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "on",
                "-1",
                "65536",
                "99999999999",
                "+80",
                "9464x",
                ":9464",
                "127.0.0.1:",
                "127.0.0.1",
                "127.1:80",
                "127.0.0.01:80",
                "256.0.0.1:80",
                "example.com:80",
                "localhost.:80",
                "[localhost]:80",
                "::1:80",
                "::1",
                "[::1]",
                "[::1]80",
                "[::1:80",
                "[]:80",
                "[fe80::1%eth0]:80",
                "[127.0.0.1]:80",
                "http://127.0.0.1:80",
                "*:80",
            })
    void http_notAnAddress_oneLineAndOff(String text) {
        Options options = Given.argument("http=" + text).parse();
        assertThat(options.problems())
                .containsExactly("option 'http=" + text + "' in the agent argument: allowed is off, a port from 0 to"
                        + " 65535 or HOST:PORT such as 10.0.0.1:9464, [::1]:9464 or localhost:9464"
                        + " (no other name, as none is looked up); using the default off");
        assertThat(options.http()).isNull();
    }

    @Test
    void http_afterAListInTheArgument_isAKeyOfItsOwn() {
        Options options = Given.argument("include=port:1,http=0").parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.include()).hasToString("port:1");
        assertThat(Objects.requireNonNull(options.http()).port()).isZero();
    }

    @Test
    void http_offInAHigherSource_overridesAnAddress() {
        Options options =
                Given.argument("http=OFF").variable("TCPCLOSE_HTTP", "9464").parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.http()).isNull();
        assertThat(options.effective()).doesNotContainKey("http");
    }

    @Test
    void files_ofSecrets_byVariable() {
        Options options = Given.argument("otlp.headers-file=NONE")
                .variable("TCPCLOSE_HTTP_TOKEN_FILE", "/run/secrets/token")
                .variable("TCPCLOSE_OTLP_HEADERS_FILE", "/run/secrets/headers")
                .parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.httpTokenFile()).isEqualTo("/run/secrets/token");
        assertThat(options.otlpHeadersFile()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:4318/v1/metrics",
                "https://otel.example.com",
                "HTTPS://otel:65535/",
                "http://[::1]:4318/v1/metrics",
                "http://otel/v1/metrics?tenant=a&b=c:d",
                "http://otel/v1/@metrics",
            })
    void otlp_url_readAsItIs(String url) {
        Options options = Given.argument("otlp=" + url + ",otlp.interval=10s").parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.otlp()).isEqualTo(url);
        assertThat(options.otlpInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.effective()).containsEntry("otlp", new OptionValue(url, "argument"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | it does not start with http:// or https://",
                "on | it does not start with http:// or https://",
                "otel:4318 | it does not start with http:// or https://",
                "127.0.0.1:4318 | this is not a URL",
                "grpc://otel:4317 | it does not start with http:// or https://",
                "//otel:4318 | it does not start with http:// or https://",
                "http:otel | its host is not a valid name or address",
                "http:///v1/metrics | its host is not a valid name or address",
                "http://:4318 | its host is not a valid name or address",
                "http://otel_1:4318 | its host is not a valid name or address",
                "http://otel:x | its host is not a valid name or address",
                "http:// | this is not a URL",
                "http://otel/v1 metrics | this is not a URL",
                "http://[::1:4318 | this is not a URL",
                "http://otel:0 | its port is not from 1 to 65535",
                "http://otel:65536 | its port is not from 1 to 65535",
            })
    void otlp_notAUrl_oneLineAndUnset(String text, String why) {
        Options options = Given.argument("otlp=" + text).parse();
        assertThat(options.problems())
                .containsExactly("option 'otlp=" + text + "' in the agent argument: allowed is off or an http:// or"
                        + " https:// URL without user name and password (" + why + "); using the default off");
        assertThat(options.otlp()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "otlp, https://admin:s3cret@otel/v1, https://***@otel/v1",
        "otlp, https://s3cret@otel, https://***@otel",
        "otlp, http://admin:s3@cret@otel_1:4318, http://***@otel_1:4318",
        "otlp, http://admin:s3/cret@otel, http://***@otel",
        "otlp, admin:s3cret@otel:4318, ***@otel:4318",
        "http, admin:s3cret@127.0.0.1:80, ***@127.0.0.1:80",
        "oltp, http://admin:s3cret@otel, http://***@otel",
        "woven, http://admin:s3cret@otel, http://***@otel",
    })
    void line_urlWithAPassword_doesNotShowIt(String key, String text, String shown) {
        Options options = Given.argument(key + "=" + text).parse();
        assertThat(options.problems()).singleElement().satisfies(line -> assertThat(line)
                .contains("option '" + key + "=" + shown + "' in the agent argument: ")
                .doesNotContain("s3", "cret", "admin"));
        assertThat(options.effective()).isEqualTo(Given.nothing().parse().effective());
    }

    @ParameterizedTest
    @CsvSource({"log=a@b, log=a@b", "attach=a@b:c, attach=a@b:c", "attach=x:y, attach=x:y"})
    void line_atSignWithoutAPassword_isShown(String argument, String shown) {
        assertThat(Given.argument(argument).parse().problems())
                .singleElement()
                .asString()
                .startsWith("option '" + shown + "' in ");
    }

    @Test
    void otlp_off_isNotUnset() {
        Options options = Given.argument("otlp=Off").parse();
        assertThat(options.otlp()).isEqualTo("off");
        assertThat(options.effective()).containsEntry("otlp", new OptionValue("off", "argument"));
    }

    @Test
    void set_toTheDefault_isSetAndShown() {
        Options options = Given.argument("otlp.interval=60s,meters=all").parse();
        assertThat(options.otlpIntervalSet()).isTrue();
        assertThat(options.metersSet()).isTrue();
        assertThat(options.effective())
                .containsEntry("otlp.interval", new OptionValue("1m", "argument"))
                .containsEntry("meters", new OptionValue("all", "argument"));
    }

    @Test
    void set_toAWrongValue_isNotSet() {
        Options options = Given.argument("otlp.interval=60,meters=some").parse();
        assertThat(options.problems()).hasSize(2);
        assertThat(options.otlpIntervalSet()).isFalse();
        assertThat(options.metersSet()).isFalse();
    }
}
