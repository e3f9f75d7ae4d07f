package io.tcpclose.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.core.report.Report.OptionValue;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsPrecedenceTest {

    @ParameterizedTest
    @CsvSource({
        "true,  true,  true,  true,  argument,        1s",
        "false, true,  true,  true,  system-property, 2s",
        "false, false, true,  true,  environment,     3s",
        "false, false, false, true,  file,            4s",
        "false, false, false, false, default,         5s",
        "true,  false, true,  false, argument,        1s",
        "false, true,  false, true,  system-property, 2s",
    })
    void option_setInSeveralPlaces_theFirstOfThemCounts(
            boolean argument, boolean property, boolean variable, boolean file, String source, String value) {
        Given given = Given.argument("config=/c.properties" + (argument ? ",probe.interval=1s" : ""))
                .file("/c.properties", file ? "probe.interval=4s" : "");
        if (property) {
            given.property("tcpclose.probe.interval", "2s");
        }
        if (variable) {
            given.variable("TCPCLOSE_PROBE_INTERVAL", "3s");
        }
        Options options = given.parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.probeInterval()).isEqualTo(Durations.parse(value));
        assertThat(options.effective()).containsEntry("probe.interval", new OptionValue(value, source));
    }

    @Test
    void options_ofNobody_areTheDefaults() {
        Options options = Given.nothing().parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.enabled()).isTrue();
        assertThat(options.report()).isEqualTo("stderr");
        assertThat(options.reportInterval()).isZero();
        assertThat(options.reportKeep()).isEqualTo(3);
        assertThat(options.log()).isEqualTo("stderr");
        assertThat(options.logLevel()).isEqualTo("warn");
        assertThat(options.logAsJson()).isFalse();
        assertThat(options.http()).isNull();
        assertThat(options.httpTokenFile()).isNull();
        assertThat(options.attachAllowed()).isTrue();
        assertThat(options.otlp()).isNull();
        assertThat(options.otlpHeadersFile()).isNull();
        assertThat(options.otlpInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.otlpIntervalSet()).isFalse();
        assertThat(options.tags()).isEmpty();
        assertThat(options.micrometer()).isTrue();
        assertThat(options.meters()).isEqualTo("all");
        assertThat(options.metersSet()).isFalse();
        assertThat(options.metricsSites()).isEqualTo(10);
        assertThat(options.stacks()).isEqualTo("all");
        assertThat(options.stackDepth()).isEqualTo(48);
        assertThat(options.include().isEmpty()).isTrue();
        assertThat(options.exclude().isEmpty()).isTrue();
        assertThat(options.suppressions()).isNull();
        assertThat(options.expectHalfClose().isEmpty()).isTrue();
        assertThat(options.redactAddresses()).isFalse();
        assertThat(options.probeInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.ruleSeverity()).isEmpty();
        assertThat(options.ruleAfter()).isEmpty();
        assertThat(options.maxConnections()).isEqualTo(262_144);
        assertThat(options.effective())
                .containsOnlyKeys("report", "log", "log.level", "stacks", "probe.interval")
                .allSatisfy((key, value) -> assertThat(value.source()).isEqualTo("default"));
    }

    @Test
    void options_allInTheArgument_areRead() {
        Options options = Given.argument("enabled=false,report=/tmp/r-%p.json,report.interval=1m,report.keep=9,"
                        + "log=tcpclose.log,log.level=INFO,log.format=json,attach=off,stacks=open,stack-depth=8,"
                        + "http=9464,http.token-file=/run/token,otlp=https://otel:4318/v1/metrics,"
                        + "otlp.headers-file=/run/headers,otlp.interval=10s,tags=application:orders;env:prod,"
                        + "micrometer=off,meters=basic,metrics.sites=0,"
                        + "include=port:1,port:2,exclude=host:db*;peer:::1,suppressions=./s.txt,"
                        + "expect-half-close=class:com.acme.*,redact=addresses,probe.interval=250ms,"
                        + "rule.eof-not-closed=off,rule.eof-not-closed.after=2m,rule.write-after-fin=error,"
                        + "max-connections=16777216")
                .parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.enabled()).isFalse();
        assertThat(options.report()).isEqualTo("/tmp/r-%p.json");
        assertThat(options.reportInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.reportKeep()).isEqualTo(9);
        assertThat(options.log()).isEqualTo("tcpclose.log");
        assertThat(options.logLevel()).isEqualTo("info");
        assertThat(options.logAsJson()).isTrue();
        assertThat(options.http()).hasToString("HttpAddress[host=/127.0.0.1, port=9464]");
        assertThat(options.httpTokenFile()).isEqualTo("/run/token");
        assertThat(options.attachAllowed()).isFalse();
        assertThat(options.otlp()).isEqualTo("https://otel:4318/v1/metrics");
        assertThat(options.otlpHeadersFile()).isEqualTo("/run/headers");
        assertThat(options.otlpInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.otlpIntervalSet()).isTrue();
        assertThat(options.tags()).isEqualTo(Map.of("application", "orders", "env", "prod"));
        assertThat(options.micrometer()).isFalse();
        assertThat(options.meters()).isEqualTo("basic");
        assertThat(options.metersSet()).isTrue();
        assertThat(options.metricsSites()).isZero();
        assertThat(options.stacks()).isEqualTo("open");
        assertThat(options.stackDepth()).isEqualTo(8);
        assertThat(options.include()).hasToString("port:1,port:2");
        assertThat(options.exclude()).hasToString("host:db*,peer:::1");
        assertThat(options.suppressions()).isEqualTo("./s.txt");
        assertThat(options.expectHalfClose()).hasToString("class:com.acme.*");
        assertThat(options.redactAddresses()).isTrue();
        assertThat(options.probeInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(options.ruleSeverity()).isEqualTo(Map.of("eof-not-closed", "off", "write-after-fin", "error"));
        assertThat(options.ruleAfter()).isEqualTo(Map.of("eof-not-closed", Duration.ofMinutes(2)));
        assertThat(options.maxConnections()).isEqualTo(1 << 24);
        assertThat(options.effective()).hasSize(29).allSatisfy((key, value) -> assertThat(value.source())
                .isEqualTo("argument"));
    }

    @Test
    void argument_pieceWithoutEquals_continuesTheValueBeforeIt() {
        Options options =
                Given.argument("include=port:1, port:2 ,port:3,attach=off").parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.include()).hasToString("port:1,port:2,port:3");
        assertThat(options.attachAllowed()).isFalse();
    }

    @Test
    void argument_pathWithAComma_keepsIt() {
        assertThat(Given.argument("report=/tmp/a,b.json").parse().report()).isEqualTo("/tmp/a,b.json");
    }

    @Test
    void argument_valueWithEquals_isOneValue() {
        assertThat(Given.argument("log=/tmp/a=b.log").parse().log()).isEqualTo("/tmp/a=b.log");
    }

    @Test
    void argument_keyTwice_theLastCounts() {
        Options options = Given.argument("stacks=off,stack-depth=7,stacks=open").parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.stacks()).isEqualTo("open");
        assertThat(options.stackDepth()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", ",,,", " , ,"})
    void argument_withoutPieces_isNone(String argument) {
        assertThat(Given.argument(argument).parse().problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"enabled=false,", ",enabled=false", " enabled = false ", "enabled=FALSE", "enabled=,false"})
    void argument_spacesAndEmptyPieces_doNotCount(String argument) {
        Options options = Given.argument(argument).parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.enabled()).isFalse();
    }

    @Test
    void selectors_empty_overrideALowerSource() {
        Options options = Given.argument("include=,exclude=none")
                .variable("TCPCLOSE_INCLUDE", "port:1")
                .variable("TCPCLOSE_EXCLUDE", "port:2")
                .parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.include().isEmpty()).isTrue();
        assertThat(options.exclude().isEmpty()).isTrue();
    }

    @Test
    void none_inAHigherSource_overridesAPath() {
        Options options = Given.argument("config=none,suppressions=none")
                .property("tcpclose.config", "/missing.properties")
                .property("tcpclose.suppressions", "/s.txt")
                .parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.suppressions()).isNull();
    }

    @Test
    void variable_ofARule_dotsAndDashesAreUnderscores() {
        Options options = Given.nothing()
                .variable("TCPCLOSE_RULE_EOF_NOT_CLOSED", "error")
                .variable("TCPCLOSE_RULE_EOF_NOT_CLOSED_AFTER", "1h")
                .variable("TCPCLOSE_MAX_CONNECTIONS", " 16\n")
                .variable("TCPCLOSE_EXPECT_HALF_CLOSE", "port:7")
                .parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.ruleSeverity()).isEqualTo(Map.of("eof-not-closed", "error"));
        assertThat(options.ruleAfter()).isEqualTo(Map.of("eof-not-closed", Duration.ofHours(1)));
        assertThat(options.maxConnections()).isEqualTo(16);
        assertThat(options.expectHalfClose()).hasToString("port:7");
    }

    @Test
    void variable_empty_isUnset() {
        Options options = Given.nothing()
                .variable("TCPCLOSE_PROBE_INTERVAL", " ")
                .variable("TCPCLOSE_NONSENSE", "")
                .parse();
        assertThat(options.problems()).isEmpty();
        assertThat(options.probeInterval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void names_ofOthers_areNotLookedAt() {
        Options options = Given.nothing()
                .property("tcpclosed.enabled", "x")
                .property("user.dir", "x")
                .variable("TCPCLOSED_ENABLED", "x")
                .variable("PATH", "x")
                .parse();
        assertThat(options.problems()).isEmpty();
    }

    @Test
    void file_namedByAnySource_isRead() {
        String content = "# ours\nstacks = off \nrule.fin-unnoticed: info\ninclude=port:1,\\\n  port:2\n";
        for (Given given : new Given[] {
            Given.argument("config=/a/b.properties"),
            Given.nothing().property("tcpclose.config", "/a/b.properties"),
            Given.nothing().variable("TCPCLOSE_CONFIG", "/a/b.properties")
        }) {
            Options options = given.file("/a/b.properties", "\uFEFF" + content).parse();
            assertThat(options.problems()).isEmpty();
            assertThat(options.stacks()).isEqualTo("off");
            assertThat(options.include()).hasToString("port:1,port:2");
            assertThat(options.ruleSeverity()).isEqualTo(Map.of("fin-unnoticed", "info"));
            assertThat(options.effective().get("stacks")).isEqualTo(new OptionValue("off", "file"));
        }
    }

    @Test
    void effective_valueLikeTheDefault_leftOutUnlessAlwaysShown() {
        Options options = Given.argument("stack-depth=48,rule.fin-unnoticed.after=300s,log=stderr,stacks=off,"
                        + "rule.idle-growing=warn")
                .parse();
        assertThat(options.effective())
                .containsOnlyKeys("report", "log", "log.level", "stacks", "probe.interval", "rule.idle-growing")
                .containsEntry("log", new OptionValue("stderr", "argument"))
                .containsEntry("rule.idle-growing", new OptionValue("warn", "argument"));
        assertThat(options.ruleSeverity()).isEqualTo(Map.of("idle-growing", "warn"));
    }
}
