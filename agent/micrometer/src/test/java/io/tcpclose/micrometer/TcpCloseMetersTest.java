package io.tcpclose.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.tcpclose.bootstrap.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpCloseMetersTest {
    /**
     * What users, dashboards and alerts rely on: name, type (timers with b have buckets in the agent's own registry), unit, set
     * and tags.
     */
    private static final List<String> PROMISED = List.of(
            "tcpclose.connections gauge - basic [state, role]",
            "tcpclose.connections.opened counter - basic [role, kind]",
            "tcpclose.connections.closed counter - basic [role, how]",
            "tcpclose.connections.first.closer counter - all [role, first]",
            "tcpclose.connections.half.closed gauge - basic [side, eof]",
            "tcpclose.connection.lifetime timer-b seconds all [role]",
            "tcpclose.connects.failed counter - basic [reason]",
            "tcpclose.half.close.duration timer seconds all [side, verdict]",
            "tcpclose.fin.to.close timer-b seconds all [role]",
            "tcpclose.idle.before.fin timer-b seconds all [role]",
            "tcpclose.close.wait.age.max gauge seconds basic [role]",
            "tcpclose.shutdowns counter - all [direction]",
            "tcpclose.writes.after.fin counter - basic [outcome]",
            "tcpclose.writes.after.fin.pending gauge - basic []",
            "tcpclose.findings counter - basic [rule, severity]",
            "tcpclose.findings.active gauge - basic [rule]",
            "tcpclose.findings.retracted counter - all [rule]",
            "tcpclose.findings.suppressed counter - all [rule]",
            "tcpclose.site.open gauge - all [site]",
            "tcpclose.site.close.wait gauge - all [site]",
            "tcpclose.endpoint.close.wait gauge - all [endpoint]",
            "tcpclose.shared gauge - all [with]",
            "tcpclose.listener.accept.queue gauge - all [port]",
            "tcpclose.listener.backlog.close.wait gauge - all [port]",
            "tcpclose.orphans gauge - all [state]",
            "tcpclose.sockets.untracked gauge - basic []",
            "tcpclose.fds.open gauge - own []",
            "tcpclose.fds.limit gauge - own []",
            "tcpclose.kernel.events counter - all [event, scope]",
            "tcpclose.agent.build gauge - basic [version]",
            "tcpclose.agent.hook.errors counter - basic [where]",
            "tcpclose.agent.dropped counter - all [where]",
            "tcpclose.agent.pass.age gauge seconds basic []",
            "tcpclose.agent.probe timer seconds all [source]",
            "tcpclose.agent.capability gauge - all [name]");

    /** What Prometheus keeps for itself at the end of a name. */
    private static final List<String> RESERVED = List.of("total", "info", "created", "bucket", "count", "sum");

    private static String text(TcpCloseMeters meter) {
        String type = meter.getType().name().toLowerCase(Locale.ROOT) + (meter.hasBuckets() ? "-b" : "");
        String unit = meter.getBaseUnit() == null ? "-" : meter.getBaseUnit();
        String set = meter.isBasic() ? "basic" : meter.isOwnOnly() ? "own" : "all";
        List<String> tags =
                Stream.of(meter.getKeyNames()).map(KeyName::asString).toList();
        return String.join(" ", meter.getName(), type, unit, set, tags.toString());
    }

    @Test
    void meters_areThosePromised() {
        assertThat(TcpCloseMeters.values()).extracting(TcpCloseMetersTest::text).containsExactlyElementsOf(PROMISED);
    }

    @Test
    void constants_areThoseOfTheMeasures() {
        assertThat(Arrays.stream(TcpCloseMeters.values()).map(Enum::name))
                .containsExactlyElementsOf(
                        Arrays.stream(Measure.values()).map(Enum::name).toList());
        for (TcpCloseMeters meter : TcpCloseMeters.values())
            assertThat(Binding.measureOf(meter)).hasToString(meter.name());
    }

    @Test
    void names_areUnique() {
        assertThat(TcpCloseMeters.values()).extracting(TcpCloseMeters::getName).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void name_isLowerCaseWithDotsAndEndsInNothingReserved(TcpCloseMeters meter) {
        assertThat(meter.getName()).startsWith("tcpclose.").matches("[a-z]+(\\.[a-z]+)+");
        assertThat(RESERVED)
                .doesNotContain(meter.getName().substring(meter.getName().lastIndexOf('.') + 1));
    }

    @ParameterizedTest
    @EnumSource
    void meter_saysWhatItMeans(TcpCloseMeters meter) {
        assertThat(meter.description()).matches("[A-Z].{6,}[^.]").doesNotContain("\n", "|");
    }

    @Test
    void meters_ofTimeAreInSecondsAndOthersHaveNoUnit() {
        for (TcpCloseMeters meter : TcpCloseMeters.values()) {
            if (meter.getType() == Meter.Type.TIMER)
                assertThat(meter.getBaseUnit()).as(meter.name()).isEqualTo("seconds");
            if (meter.getType() == Meter.Type.COUNTER)
                assertThat(meter.getBaseUnit()).as(meter.name()).isNull();
        }
    }

    @Test
    void keyValues_alternateInTheOrderOfTheTags() {
        assertThat(TcpCloseMeters.OPENED.keyValues(List.of("client", "socket")))
                .containsExactly("role", "client", "kind", "socket");
        assertThat(TcpCloseMeters.UNTRACKED.keyValues(List.of())).isEmpty();
    }

    @Test
    void tags_givenOut_areACopy() {
        TcpCloseMeters.OPENED.getKeyNames()[0] = Tag.PORT;
        assertThat(TcpCloseMeters.OPENED.getKeyNames()[0]).isEqualTo(Tag.ROLE);
    }

    @ParameterizedTest
    @CsvSource({"BASIC, OPENED, true", "BASIC, LIFETIME, false", "BASIC, FDS_OPEN, false"})
    void set_basic_hasTheFew(MeterSet set, TcpCloseMeters meter, boolean contained) {
        assertThat(set.contains(meter)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPENED", "LIFETIME"})
    void set_all_hasAllButWhatAnApplicationHas(TcpCloseMeters meter) {
        assertThat(MeterSet.ALL.contains(meter)).isTrue();
        assertThat(MeterSet.ALL.contains(TcpCloseMeters.FDS_OPEN)).isFalse();
        assertThat(Arrays.stream(TcpCloseMeters.values())).allMatch(MeterSet.OWN::contains);
    }

    @Test
    void sets_haveThePromisedCaps() {
        assertThat(MeterSet.BASIC.maxSeries()).isEqualTo(150);
        assertThat(MeterSet.ALL.maxSeries()).isEqualTo(500);
        assertThat(MeterSet.OWN.maxSeries()).isEqualTo(500);
    }
}
