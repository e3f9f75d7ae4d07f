package io.tcpclose.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsProblemsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "enabled=yes | true or false | true",
                "enabled= | true or false | true",
                "enabled=false,quiet | true or false | true",
                "report=stdout | stderr, none or a path ending in .txt, .json or .html | stderr",
                "report=/tmp/report | stderr, none or a path ending in .txt, .json or .html | stderr",
                "report.interval=0 | off or a duration from 1s to 24h (units ms, s, m, h) | off",
                "report.interval=999ms | off or a duration from 1s to 24h (units ms, s, m, h) | off",
                "report.interval=25h | off or a duration from 1s to 24h (units ms, s, m, h) | off",
                "report.keep=0 | a number from 1 to 1000 | 3",
                "report.keep=1001 | a number from 1 to 1000 | 3",
                "report.keep=-1 | a number from 1 to 1000 | 3",
                "log=off | stderr, none or a path (with a . or a /) | stderr",
                "log.level=debug | info, warn or error | warn",
                "log.format=xml | text or json | text",
                "http.token-file= | none or the path of a file | none",
                "attach=true | on or off | on",
                "otlp.headers-file= | none or the path of a file | none",
                "otlp.interval=999ms | a duration from 1s to 1h (units ms, s, m, h) | 1m",
                "otlp.interval=61m | a duration from 1s to 1h (units ms, s, m, h) | 1m",
                "otlp.interval=off | a duration from 1s to 1h (units ms, s, m, h) | 1m",
                "micrometer=on | auto or off | auto",
                "meters=none | basic or all | all",
                "metrics.sites=-1 | a number from 0 to 100 | 10",
                "metrics.sites=101 | a number from 0 to 100 | 10",
                "jfr=on | true or false | true",
                "dump.fds=80 | off or a share from 1% to 100% | off",
                "dump.fds=0% | off or a share from 1% to 100% | off",
                "dump.fds=101% | off or a share from 1% to 100% | off",
                "dump.path=dump | none or a path ending in .txt, .json or .html | none",
                "stacks=some | all, open or off | all",
                "stack-depth=0 | a number from 1 to 1024 | 48",
                "stack-depth=1025 | a number from 1 to 1024 | 48",
                "stack-depth=4x | a number from 1 to 1024 | 48",
                "stack-depth= | a number from 1 to 1024 | 48",
                "include=prot:1 | all or a list such as port:5432, peer:10.0.0.0/8, host:db*, class:com.acme.* ('prot:1': a selector is port:5432, peer:10.0.0.0/8, host:db* or class:com.acme.*) | all",
                "exclude=port:1,port:x | none or a list such as port:5432, peer:10.0.0.0/8, host:db*, class:com.acme.* ('port:x': a port is a number from 1 to 65535) | none",
                "expect-half-close=peer:db | none or a list such as port:5432, peer:10.0.0.0/8, host:db*, class:com.acme.* ('peer:db': a peer is an IP address or a block such as 10.0.0.0/8 or fd00::/8; for a name use host:) | none",
                "suppressions= | none or the path of a file | none",
                "config= | none or the path of a file | none",
                "redact=names | none or addresses | none",
                "probe.interval=99ms | a duration from 100ms to 1h (units ms, s, m, h) | 5s",
                "probe.interval=61m | a duration from 100ms to 1h (units ms, s, m, h) | 5s",
                "probe.interval=5 | a duration from 100ms to 1h (units ms, s, m, h) | 5s",
                "rule.eof-not-closed=fatal | off, info, warn or error | warn → error",
                "rule.eof-not-closed.after=8d | a duration from 0s to 168h (units ms, s, m, h) | 30s",
                "rule.fin-unnoticed.after=169h | a duration from 0s to 168h (units ms, s, m, h) | 5m",
                "max-connections=0 | a number from 1 to 16777216 | 262144",
                "max-connections=16777217 | a number from 1 to 16777216 | 262144",
                "max-connections=99999999999999999999 | a number from 1 to 16777216 | 262144",
            })
    void value_notAllowed_oneLineAndTheDefault(String argument, String allowed, String fallback) {
        Options options = Given.argument(argument).parse();
        assertThat(options.problems())
                .containsExactly("option '" + argument + "' in the agent argument: allowed is " + allowed
                        + "; using the default " + fallback);
        assertThat(options.effective()).isEqualTo(Given.nothing().parse().effective());
        assertThat(options.ruleSeverity()).isEmpty();
        assertThat(options.ruleAfter()).isEmpty();
        assertThat(options.include().isEmpty()).isTrue();
        assertThat(options.exclude().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "reprot, report",
        "stackdepth, stack-depth",
        "stack_depth, stack-depth",
        "Enabled, enabled",
        "tcpclose.include, include",
        "loglevel, log.level",
        "probe-interval, probe.interval",
        "supressions, suppressions",
        "rule.eof-not-close, rule.eof-not-closed",
        "rule.fin-unnoticed.afer, rule.fin-unnoticed.after",
        "rule.write-after-fin.after, rule.write-after-fin",
        "max_conections, max-connections",
        "htp, http",
        "http.tokenfile, http.token-file",
        "otel, otlp",
        "otlp.headers, otlp.headers-file",
        "metric.sites, metrics.sites",
        "tag, tags",
    })
    void key_unknown_oneLineWithTheNearest(String key, String nearest) {
        Options options = Given.argument(key + "=1").parse();
        assertThat(options.problems()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("unknown option '" + key + "=1' in the agent argument: the nearest known key is " + nearest
                        + ", allowed is ")
                .endsWith("; ignored"));
        assertThat(options.effective()).isEqualTo(Given.nothing().parse().effective());
    }

    @Test
    void key_unknown_lineSaysWhatTheNearestAllows() {
        assertThat(Given.argument("stack=open").parse().problems())
                .containsExactly("unknown option 'stack=open' in the agent argument: the nearest known key is stacks,"
                        + " allowed is all, open or off; ignored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "=", "=1", "help,help", "?"})
    void argument_withoutAKey_isAnUnknownOption(String argument) {
        assertThat(Given.argument(argument).parse().problems())
                .singleElement()
                .asString()
                .startsWith("unknown option '");
    }

    @Test
    void line_eachSource_saysWhereToCorrectIt() {
        List<String> problems = Given.argument("a1=1")
                .property("tcpclose.b2", "2")
                .property("tcpclose.stacks", "x")
                .variable("TCPCLOSE_C3_X", "3")
                .property("tcpclose.config", "/f.properties")
                .file("/f.properties", "d4=4\nredact=x")
                .parse()
                .problems();
        assertThat(problems)
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly(
                        "unknown option 'a1=1' in the agent argument",
                        "unknown option 'b2=2' in '-Dtcpclose.b2'",
                        "option 'stacks=x' in '-Dtcpclose.stacks'",
                        "unknown option 'c3.x=3' in 'TCPCLOSE_C3_X'",
                        "unknown option 'd4=4' in '/f.properties'",
                        "option 'redact=x' in '/f.properties'");
    }

    @Test
    void value_wrongInTheHighestSource_defaultAndNotALowerSource() {
        Options options = Given.argument("probe.interval=x")
                .property("tcpclose.probe.interval", "1s")
                .variable("TCPCLOSE_PROBE_INTERVAL", "also wrong")
                .parse();
        assertThat(options.problems()).hasSize(1);
        assertThat(options.probeInterval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void value_wrongInALowerSource_doesNotMatter() {
        Options options = Given.argument("stacks=off")
                .variable("TCPCLOSE_STACKS", "wrong")
                .parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.stacks()).isEqualTo("off");
    }

    @ParameterizedTest
    @ValueSource(strings = "woven")
    void key_ofALaterVersion_oneLineSayingSo(String key) {
        String later = "=0' in %s: this version does not have it yet; ignored";
        assertThat(Given.argument(key + "=0").parse().problems())
                .containsExactly("option '" + key + later.formatted("the agent argument"));
        String variable = "TCPCLOSE_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        assertThat(Given.nothing().variable(variable, "0").parse().problems())
                .containsExactly("option '" + key + later.formatted("'" + variable + "'"));
    }

    @ParameterizedTest
    @CsvSource({
        "TCPCLOSE_PORT, tcp://10.0.0.1:80",
        "TCPCLOSE_PORT_80_TCP, tcp://10.0.0.1:80",
        "TCPCLOSE_PORT_80_TCP_ADDR, 10.0.0.1",
        "TCPCLOSE_PORT_80_TCP_PORT, 80",
        "TCPCLOSE_PORT_80_TCP_PROTO, tcp",
        "TCPCLOSE_SERVICE_HOST, 10.0.0.1",
        "TCPCLOSE_SERVICE_PORT, 80",
        "TCPCLOSE_SERVICE_PORT_HTTP, 80",
        "TCPCLOSE_DEMO_SERVICE_HOST, 10.0.0.1",
        "TCPCLOSE_DEMO_SERVICE_PORT_HTTP, 80",
        "TCPCLOSE_DEMO_PORT, tcp://10.0.0.1:80",
        "TCPCLOSE_DEMO_PORT_80_TCP, tcp://10.0.0.1:80",
        "TCPCLOSE_DEMO_PORT_80_TCP_ADDR, 10.0.0.1",
        "TCPCLOSE_DEMO_PORT_53_UDP_PROTO, udp",
    })
    void variable_ofAServiceLink_ignoredSilently(String name, String value) {
        Options options = Given.nothing().variable(name, value).parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.effective()).isEqualTo(Given.nothing().parse().effective());
    }

    @ParameterizedTest
    @CsvSource({"TCPCLOSE_REPORT_PROT, 80", "TCPCLOSE_DEMO_PORT, 80", "TCPCLOSE_EXPORT, x", "TCPCLOSE_, x"})
    void variable_notOfAServiceLink_isAnUnknownOption(String name, String value) {
        assertThat(Given.nothing().variable(name, value).parse().problems())
                .singleElement()
                .asString()
                .startsWith("unknown option ")
                .contains("'" + name + "'");
    }

    @Test
    void property_likeAServiceLink_isAnUnknownOption() {
        assertThat(Given.argument("port=1")
                        .property("tcpclose.service.host", "x")
                        .parse()
                        .problems())
                .hasSize(2);
    }

    @Test
    void config_unreadable_oneLineAndEverythingElseCounts() {
        Options options =
                Given.argument("config=/etc/gone.properties,stacks=off").parse();
        assertThat(options.problems())
                .containsExactly("option config: cannot read '/etc/gone.properties':"
                        + " '/etc/gone.properties (No such file or directory)';"
                        + " allowed is none or the path of a file; using no file");
        assertThat(options.stacks()).isEqualTo("off");
    }

    @Test
    void config_malformed_oneLine() {
        Options options = Given.argument("config=/c.properties")
                .file("/c.properties", "stacks=off\nlog=\\u00zz")
                .parse();
        assertThat(options.problems()).singleElement().asString().contains("'Malformed \\uxxxx encoding.'");
        assertThat(options.stacks()).isEqualTo("all");
    }

    @Test
    void config_inTheFile_ignoredWithOneLine() {
        Options options = Given.argument("config=/c.properties")
                .file("/c.properties", "config=/d.properties\nstacks=off")
                .file("/d.properties", "stacks=open")
                .parse();
        assertThat(options.problems())
                .containsExactly("option 'config' in '/c.properties': allowed is only outside of that file; ignored");
        assertThat(options.stacks()).isEqualTo("off");
    }

    @Test
    void lines_ofAFlood_boundedAndSoon() {
        StringBuilder argument = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            argument.append("nonsense").append(i).append("=1,");
        }
        List<String> problems = Given.argument(argument + "stacks=off").parse().problems();
        assertThat(problems).hasSize(51).endsWith("and 199950 more like these");
    }

    @Test
    void line_hostileText_printableAndShort() {
        Options options = Given.argument(
                        "probe.interval=\u001b[2J\nERROR fake\r" + "x".repeat(5_000) + ",bo\u0007gus\n=1")
                .property("tcpclose.\nfake", "x")
                .parse();
        assertThat(options.problems()).hasSize(3).allSatisfy(line -> {
            assertThat(line).hasSizeLessThan(500);
            assertThat(line.chars()).noneMatch(Character::isISOControl);
        });
    }
}
