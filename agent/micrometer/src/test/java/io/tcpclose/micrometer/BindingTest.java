package io.tcpclose.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tcpclose.bootstrap.BoardReset;
import io.tcpclose.bootstrap.Durations;
import io.tcpclose.bootstrap.Measure;
import io.tcpclose.bootstrap.MeterBoard;
import java.lang.ref.WeakReference;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a registry has of us, board by board. */
class BindingTest {
    private static final String OPENED = "tcpclose.connections.opened";
    private static final String UNTRACKED = "tcpclose.sockets.untracked";
    private static final String DROPPED = "tcpclose.agent.dropped";

    @RegisterExtension
    final BoardReset reset = new BoardReset();

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Map<Measure, Map<List<String>, Number>> rows = new EnumMap<>(Measure.class);

    @AfterEach
    void end() {
        registry.close();
    }

    private void row(Measure measure, Number number, String... tags) {
        rows.computeIfAbsent(measure, m -> new HashMap<>()).put(List.of(tags), number);
    }

    /** Puts a board up and tells the readers, as the agent does. */
    private void board() {
        Map<Measure, Map<List<String>, Number>> board = new EnumMap<>(Measure.class);
        rows.forEach((measure, numbers) -> board.put(measure, Map.copyOf(numbers)));
        MeterBoard.publish(board);
        assertThat(MeterBoard.tell()).isNull();
    }

    private Binding bind(MeterSet set) {
        return (Binding) new TcpCloseMetrics(set).bind(registry);
    }

    private double opened(String role) {
        return registry.get(OPENED)
                .tags("role", role, "kind", "socket")
                .functionCounter()
                .count();
    }

    private double dropped() {
        return registry.get(DROPPED).tags("where", "series").functionCounter().count();
    }

    private List<String> names() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .distinct()
                .toList();
    }

    // --- rows ---

    @Test
    void binding_beforeTheFirstBoard_hasOnlyItsOwnLoss() {
        bind(MeterSet.ALL);
        assertThat(names()).containsExactly(DROPPED);
        assertThat(dropped()).isZero();
        assertThat(MeterBoard.isWanted()).isTrue();
    }

    @Test
    void rows_comeAndGoWithTheBoard() {
        Binding binding = bind(MeterSet.BASIC);
        row(Measure.OPENED, 1, "client", "socket");
        row(Measure.UNTRACKED, 0);
        board();
        assertThat(names()).containsExactlyInAnyOrder(DROPPED, OPENED, UNTRACKED);
        assertThat(binding.series()).isEqualTo(3);
        row(Measure.OPENED, 1, "unknown", "socket");
        rows.remove(Measure.UNTRACKED);
        board();
        assertThat(names()).containsExactlyInAnyOrder(DROPPED, OPENED);
        assertThat(registry.find(OPENED).functionCounters()).hasSize(2);
        assertThat(binding.series()).isEqualTo(3);
    }

    @Test
    void rows_thatWereThereAlready_areBoundAtOnce() {
        row(Measure.OPENED, 5, "client", "socket");
        board();
        bind(MeterSet.BASIC);
        assertThat(opened("client")).isEqualTo(5);
    }

    @Test
    void values_followTheBoardWithoutBeingToldAgain() {
        bind(MeterSet.BASIC);
        row(Measure.OPENED, 1, "client", "socket");
        row(Measure.UNTRACKED, 7);
        board();
        assertThat(opened("client")).isEqualTo(1);
        row(Measure.OPENED, 4, "client", "socket");
        row(Measure.UNTRACKED, 2);
        MeterBoard.publish(rows);
        assertThat(opened("client")).isEqualTo(4);
        assertThat(registry.get(UNTRACKED).gauge().value()).isEqualTo(2);
    }

    @Test
    void sets_chooseTheMeters() {
        row(Measure.UNTRACKED, 0);
        row(Measure.SHUTDOWNS, 0, "input");
        row(Measure.FDS_OPEN, 9);
        board();
        bind(MeterSet.BASIC).close();
        try (Binding basic = bind(MeterSet.BASIC)) {
            assertThat(names()).containsExactlyInAnyOrder(DROPPED, UNTRACKED);
            assertThat(basic.series()).isEqualTo(2);
        }
        try (Binding all = bind(MeterSet.ALL)) {
            assertThat(names()).containsExactlyInAnyOrder(DROPPED, UNTRACKED, "tcpclose.shutdowns");
            assertThat(all.series()).isEqualTo(3);
        }
        bind(MeterSet.OWN);
        assertThat(names()).contains("tcpclose.fds.open");
    }

    @Test
    void subscription_asksForWhatIsCostlyOnlyWhereItIsShown() {
        bind(MeterSet.BASIC);
        assertThat(MeterBoard.wantsEverything()).isFalse();
        bind(MeterSet.ALL);
        assertThat(MeterBoard.wantsEverything()).isTrue();
    }

    // --- forms ---

    @Test
    void forms_areThoseOfMicrometer() {
        long[] upper = {1, 10};
        row(Measure.CONNECTIONS, 3, "established", "client");
        row(Measure.CLOSE_WAIT_AGE_MAX, 1_500, "client");
        row(Measure.LIFETIME, new Durations(upper, new long[] {1, 1, 0}, 2, 3_000_000_000L), "client");
        row(Measure.PROBE, new Durations(upper, new long[] {4, 0, 0}, 4, 500_000_000L), "pass");
        board();
        bind(MeterSet.ALL);
        assertThat(registry.get("tcpclose.connections").meter()).isInstanceOf(Gauge.class);
        TimeGauge age = registry.get("tcpclose.close.wait.age.max").timeGauge();
        assertThat(age.baseTimeUnit()).isEqualTo(TimeUnit.SECONDS);
        assertThat(age.value()).isCloseTo(1.5, within(1e-9));
        FunctionTimer lifetime = registry.get("tcpclose.connection.lifetime")
                .tags("role", "client")
                .functionTimer();
        assertThat(lifetime.count()).isEqualTo(2);
        assertThat(lifetime.totalTime(TimeUnit.SECONDS)).isCloseTo(3, within(1e-9));
        assertThat(registry.get("tcpclose.agent.probe").functionTimer().count()).isEqualTo(4);
    }

    @Test
    void meters_haveTheirDescriptions() {
        row(Measure.UNTRACKED, 0);
        board();
        bind(MeterSet.BASIC);
        for (Meter meter : registry.getMeters())
            assertThat(meter.getId().getDescription())
                    .as(meter.getId().getName())
                    .isNotBlank();
    }

    // --- the cap ---

    @Test
    void cap_reached_isCountedAndWhatFitsStays() {
        Binding binding = bind(MeterSet.BASIC);
        int room = MeterSet.BASIC.maxSeries() - 1;
        for (int i = 0; i < room + 7; i++) row(Measure.FINDINGS_ACTIVE, i, "rule-" + i);
        board();
        assertThat(registry.getMeters()).hasSize(MeterSet.BASIC.maxSeries());
        assertThat(binding.series()).isEqualTo(MeterSet.BASIC.maxSeries());
        assertThat(dropped()).isEqualTo(7);
    }

    @Test
    void cap_whatIsRefusedAtEachBoard_isCountedOnce() {
        bind(MeterSet.BASIC);
        for (int i = 0; i < 160; i++) row(Measure.FINDINGS_ACTIVE, i, "rule-" + i);
        board();
        double once = dropped();
        assertThat(once).isEqualTo(11);
        board();
        board();
        assertThat(dropped()).isEqualTo(once);
        row(Measure.FINDINGS_ACTIVE, 0, "one-more");
        board();
        assertThat(dropped()).isEqualTo(once + 1);
        rows.clear();
        board();
        assertThat(dropped()).as("a counter does not fall").isEqualTo(once + 1);
    }

    @Test
    void cap_timersCountTwice() {
        Binding binding = bind(MeterSet.ALL);
        Durations none = new Durations(new long[0], new long[1], 0, 0);
        for (int i = 0; i < 300; i++) row(Measure.PROBE, none, "source-" + i);
        board();
        assertThat(registry.find("tcpclose.agent.probe").meters()).hasSize(249);
        assertThat(binding.series()).isEqualTo(499);
        assertThat(dropped()).isEqualTo(51);
    }

    @Test
    void cap_roomThatBecomesFree_isUsedAtTheNextBoard() {
        bind(MeterSet.BASIC);
        for (int i = 0; i < 200; i++) row(Measure.FINDINGS_ACTIVE, i, "rule-" + i);
        board();
        rows.clear();
        row(Measure.OPENED, 1, "client", "socket");
        board();
        board();
        assertThat(opened("client")).isEqualTo(1);
        assertThat(registry.getMeters()).hasSize(2);
    }

    // --- others in the registry ---

    @Test
    void meter_ofTheSameNameAndTags_isLeftAlone() {
        Gauge theirs = Gauge.builder(UNTRACKED, () -> 42).register(registry);
        row(Measure.UNTRACKED, 1);
        board();
        Binding binding = bind(MeterSet.BASIC);
        assertThat(registry.get(UNTRACKED).gauge()).isSameAs(theirs);
        assertThat(theirs.value()).isEqualTo(42);
        rows.clear();
        board();
        assertThat(registry.find(UNTRACKED).gauge()).isSameAs(theirs);
        binding.close();
        assertThat(registry.find(UNTRACKED).gauge()).isSameAs(theirs);
    }

    @Test
    void binding_ofTheSameRegistryOnceMore_changesNothing() {
        row(Measure.OPENED, 3, "client", "socket");
        board();
        bind(MeterSet.BASIC);
        List<Meter> before = registry.getMeters();
        bind(MeterSet.BASIC);
        board();
        assertThat(registry.getMeters()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(opened("client")).isEqualTo(3);
    }

    @Test
    void registries_areIndependent() {
        MeterRegistry other = new SimpleMeterRegistry();
        row(Measure.OPENED, 3, "client", "socket");
        board();
        Binding one = bind(MeterSet.BASIC);
        new TcpCloseMetrics().bindTo(other);
        one.close();
        row(Measure.OPENED, 4, "client", "socket");
        board();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(other.get(OPENED).functionCounter().count()).isEqualTo(4);
    }

    @Test
    void series_ofItsOwnLoss_isDeniedByAFilter_theOthersAreThere() {
        registry.config().meterFilter(MeterFilter.denyNameStartsWith(DROPPED));
        row(Measure.OPENED, 1, "client", "socket");
        board();
        bind(MeterSet.BASIC);
        FunctionCounter before = registry.get(OPENED).functionCounter();
        board();
        assertThat(names()).containsExactly(OPENED);
        assertThat(registry.get(OPENED).functionCounter()).isSameAs(before);
    }

    // --- the end, and a new beginning ---

    @Test
    void close_takesAllOutAndStaysClosed() {
        row(Measure.OPENED, 1, "client", "socket");
        board();
        Binding binding = bind(MeterSet.BASIC);
        binding.close();
        assertThat(registry.getMeters()).isEmpty();
        board();
        binding.run();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void registry_clearedByTheApplication_hasThemAgainAtTheNextBoard() {
        row(Measure.OPENED, 1, "client", "socket");
        board();
        Binding binding = bind(MeterSet.BASIC);
        registry.clear();
        assertThat(registry.getMeters()).isEmpty();
        row(Measure.OPENED, 2, "client", "socket");
        board();
        assertThat(opened("client")).isEqualTo(2);
        assertThat(names()).containsExactlyInAnyOrder(DROPPED, OPENED);
        assertThat(binding.series()).isEqualTo(2);
    }

    @Test
    void registry_closed_isLeftAlone() {
        bind(MeterSet.BASIC);
        registry.close();
        row(Measure.OPENED, 1, "client", "socket");
        board();
        assertThat(registry.find(OPENED).meter()).isNull();
    }

    /** Nobody keeps the binding but what it has registered. */
    @Test
    void binding_thatNobodyKeeps_outlivesACollectionBeforeTheFirstBoard() {
        new TcpCloseMetrics().bindTo(registry);
        collect();
        row(Measure.OPENED, 1, "client", "socket");
        board();
        assertThat(opened("client")).isEqualTo(1);
        collect();
        row(Measure.OPENED, 2, "client", "socket");
        row(Measure.OPENED, 1, "server", "socket");
        board();
        assertThat(opened("client")).isEqualTo(2);
        assertThat(opened("server")).isEqualTo(1);
    }

    /** The registry has gone, and with it all that held the binding. */
    @Test
    void registry_thatIsGone_isNotKeptByTheBoard() {
        WeakReference<MeterRegistry> gone = new WeakReference<>(boundAndForgotten());
        row(Measure.OPENED, 1, "client", "socket");
        board();
        while (gone.get() != null) collect();
        board();
    }

    private static MeterRegistry boundAndForgotten() {
        MeterRegistry registry = new SimpleMeterRegistry();
        new TcpCloseMetrics().bindTo(registry);
        return registry;
    }

    private static void collect() {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        while (canary.get() != null) System.gc();
    }
}
