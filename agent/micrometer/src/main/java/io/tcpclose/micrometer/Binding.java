package io.tcpclose.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.tcpclose.bootstrap.Durations;
import io.tcpclose.bootstrap.Measure;
import io.tcpclose.bootstrap.MeterBoard;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one registry, which follow the rows on the agent's board: new rows are registered up to the cap, rows that
 * have gone are removed. Kept alive by the registry, also by one that was cleared; the agent holds it weakly.
 */
final class Binding implements Runnable, AutoCloseable {
    /**
     * What was made of a row. No record is used as a key here: the JDK's ObjectMethods keeps the class of the last one that was
     * compared, and with it the application's class loader.
     */
    private static final class Bound {
        /** Null where it was there already, or is not Micrometer's. */
        private final @Nullable Meter meter;

        private final int series;

        Bound(@Nullable Meter meter, int series) {
            this.meter = meter;
            this.series = series;
        }
    }

    private static final Durations NONE = new Durations(new long[0], new long[1], 0, 0);

    private final MeterRegistry registry;
    private final MeterSet set;
    private final TimerBinder timers;
    private final Map<TcpCloseMeters, Map<List<String>, Bound>> bound = new EnumMap<>(TcpCloseMeters.class);
    private final MeterBoard.Forward listener = new MeterBoard.Forward(this::removed);
    private int series = 1;
    /** Rows of this board that found no room. */
    private long refused;
    /** The most that it ever was: those that go on being refused are not counted again at each board. */
    private long dropped;

    private boolean closed;
    private volatile @Nullable Meter own;
    private volatile boolean cleared = true;

    Binding(MeterRegistry registry, MeterSet set, TimerBinder timers) {
        this.registry = registry;
        this.set = set;
        this.timers = timers;
    }

    /** Once. A registry keeps its listeners for as long as it lives, so it is given one that is no class of ours. */
    @SuppressWarnings("unchecked") // of meters alone
    void listen() {
        registry.config().onMeterRemoved((Consumer<Meter>) (Consumer<?>) listener);
    }

    /** Told by the registry, under its lock. */
    private void removed(Object meter) {
        if (meter == own) cleared = true;
    }

    /** Follows the board. On a thread of the agent's, or on the one that binds. */
    @Override
    public synchronized void run() {
        if (closed || registry.isClosed()) return;
        if (cleared) startOver();
        if (MeterBoard.turn() == 0) return;
        refused = 0;
        for (TcpCloseMeters meter : TcpCloseMeters.values()) if (set.contains(meter)) follow(meter);
        dropped = Math.max(dropped, refused);
    }

    /** At first, and when the application has cleared its registry, as frameworks do when they restart within the JVM. */
    private void startOver() {
        cleared = false;
        bound.clear();
        series = 1;
        own = bindDropped();
    }

    private void follow(TcpCloseMeters meter) {
        Map<List<String>, Number> rows = MeterBoard.rows(measureOf(meter));
        Map<List<String>, Bound> known = bound.computeIfAbsent(meter, m -> new HashMap<>());
        known.entrySet().removeIf(row -> !rows.containsKey(row.getKey()) && remove(row.getValue()));
        rows.forEach((values, number) -> {
            if (!known.containsKey(values)) add(known, meter, values, number);
        });
    }

    static Measure measureOf(TcpCloseMeters meter) {
        return Measure.valueOf(meter.name());
    }

    private boolean remove(Bound gone) {
        series -= gone.series;
        if (gone.meter != null) registry.remove(gone.meter);
        return true;
    }

    private void add(Map<List<String>, Bound> known, TcpCloseMeters meter, List<String> values, Number number) {
        int more = number instanceof Durations durations ? timers.series(meter, durations) : 1;
        if (series + more > set.maxSeries()) {
            refused++;
            return;
        }
        series += more;
        known.put(values, new Bound(register(meter, values), more));
    }

    /** Somebody else's of the same name and tags is left alone: registering it again is a warning in the application's log. */
    private @Nullable Meter register(TcpCloseMeters meter, List<String> values) {
        String[] tags = meter.keyValues(values);
        if (registry.find(meter.getName()).tags(tags).meter() != null) return null;
        return switch (meter.form()) {
            case GAUGE ->
                Gauge.builder(meter.getName(), meter, m -> value(m, values))
                        .tags(tags)
                        .description(meter.description())
                        .register(registry);
            case COUNTER ->
                FunctionCounter.builder(meter.getName(), meter, m -> value(m, values))
                        .tags(tags)
                        .description(meter.description())
                        .register(registry);
            case TIME_GAUGE ->
                TimeGauge.builder(meter.getName(), meter, TimeUnit.MILLISECONDS, m -> value(m, values))
                        .tags(tags)
                        .description(meter.description())
                        .register(registry);
            case TIMER, HISTOGRAM -> timers.bind(registry, meter, tags, () -> durations(meter, values));
        };
    }

    /** An instance method, so that the meter keeps this binding alive. */
    private double value(TcpCloseMeters meter, List<String> values) {
        Number number = MeterBoard.rows(measureOf(meter)).get(values);
        return number == null || closed ? Double.NaN : number.doubleValue();
    }

    private Durations durations(TcpCloseMeters meter, List<String> values) {
        Number number = MeterBoard.rows(measureOf(meter)).get(values);
        return number instanceof Durations durations ? durations : NONE;
    }

    /** This registry's own loss; in every set, as a cap that nobody sees is none. */
    private Meter bindDropped() {
        TcpCloseMeters meter = TcpCloseMeters.DROPPED;
        String[] tags = meter.keyValues(List.of("series"));
        Meter there = registry.find(meter.getName()).tags(tags).meter();
        if (there != null) return there;
        return FunctionCounter.builder(meter.getName(), meter, m -> dropped())
                .tags(tags)
                .description(meter.description())
                .register(registry);
    }

    private synchronized double dropped() {
        return dropped;
    }

    /** Series that the registry has of us at the moment. */
    synchronized int series() {
        return series;
    }

    /** Takes the meters out again. */
    @Override
    public synchronized void close() {
        closed = true;
        MeterBoard.unsubscribe(this);
        listener.stop();
        bound.values().forEach(rows -> rows.values().forEach(this::remove));
        bound.clear();
        Meter last = own;
        if (last != null) registry.remove(last);
    }
}
