package io.tcpclose.agent.options;

import io.tcpclose.core.filter.Selectors;
import io.tcpclose.core.report.Report;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of this start. Immutable; every value is within its bounds, whatever the user wrote. */
public final class Options {
    /** What a reader of a report asks for first, also where it is the default. */
    private static final List<Option> ALWAYS_SHOWN =
            List.of(Option.REPORT, Option.LOG, Option.LOG_LEVEL, Option.STACKS, Option.PROBE_INTERVAL);

    private final Map<String, Setting> settings;
    private final List<String> problems;

    Options(Map<String, Setting> settings, List<String> problems) {
        this.settings = settings;
        this.problems = problems;
    }

    /**
     * Reads the options; the agent argument goes before system properties, these before the environment, and that
     * before the file that {@code config} names. Never throws: what is wrong is in {@link #problems()}.
     *
     * @param agentArgument what follows the = of {@code -javaagent:}
     * @param files reads the file of {@code config}; {@link TextFile#read} outside of tests
     * @param rules the rules that can be set
     */
    public static Options parse(
            @Nullable String agentArgument,
            Map<String, String> systemProperties,
            Map<String, String> environment,
            TextReader files,
            Collection<RuleDefault> rules) {
        return new OptionsParser(rules, files).parse(agentArgument, systemProperties, environment);
    }

    /**
     * These options with some that can be changed while the JVM runs.
     *
     * @throws IllegalArgumentException with what is allowed, where one of them cannot be changed or not so
     */
    public Options with(Map<String, String> changes, Collection<RuleDefault> rules) {
        Map<String, Setting> changed = new LinkedHashMap<>(settings);
        Keys keys = new Keys(rules);
        changes.forEach((name, text) -> changed.put(name, LiveSetting.of(keys, name, text)));
        return new Options(changed, problems);
    }

    /** What a key is set to, as a user would write it; its default where nobody has set it. */
    public String shown(String name, Collection<RuleDefault> rules) {
        Setting setting = settings.get(name);
        Key key = new Keys(rules).find(name);
        return setting != null ? setting.text() : key == null ? "" : key.defaultText();
    }

    /** One line for each setting that could not be used, at most 51. */
    public List<String> problems() {
        return problems;
    }

    public boolean enabled() {
        return is(Option.ENABLED, "true");
    }

    /** {@code stderr}, {@code none} or a path with its %-patterns. */
    public String report() {
        return text(Option.REPORT);
    }

    /** {@link Duration#ZERO} for no snapshots. */
    public Duration reportInterval() {
        return (Duration) value(Option.REPORT_INTERVAL);
    }

    public int reportKeep() {
        return (Integer) value(Option.REPORT_KEEP);
    }

    /** {@code stderr}, {@code none} or a path. */
    public String log() {
        return text(Option.LOG);
    }

    /** {@code info}, {@code warn} or {@code error}. */
    public String logLevel() {
        return text(Option.LOG_LEVEL);
    }

    public boolean logAsJson() {
        return is(Option.LOG_FORMAT, "json");
    }

    /** {@code auto} or a path; {@code null} for none. */
    public @Nullable String control() {
        return is(Option.CONTROL, "off") ? null : text(Option.CONTROL);
    }

    public boolean attachAllowed() {
        return is(Option.ATTACH, "on");
    }

    /** Whether there is anywhere to listen. */
    public boolean listens() {
        return value(Option.HTTP) instanceof Listening;
    }

    /**
     * Where to listen, {@code null} for not at all. Not before the application runs: the first InetAddress of a JVM settles
     * {@code java.net.preferIPv4Stack}, which is the application's to set.
     */
    public @Nullable HttpAddress http() {
        return value(Option.HTTP) instanceof Listening listening ? listening.address() : null;
    }

    /** The path of the file, {@code null} for none. */
    public @Nullable String httpTokenFile() {
        return path(Option.HTTP_TOKEN_FILE);
    }

    /** {@code off} or a URL; {@code null} when nobody has set it, so that OpenTelemetry's variables decide. */
    public @Nullable String otlp() {
        return isSet(Option.OTLP) ? text(Option.OTLP) : null;
    }

    /** The path of the file, {@code null} for none. */
    public @Nullable String otlpHeadersFile() {
        return path(Option.OTLP_HEADERS_FILE);
    }

    public Duration otlpInterval() {
        return (Duration) value(Option.OTLP_INTERVAL);
    }

    /** Whether somebody has set the interval; else OpenTelemetry's variable goes before our default. */
    public boolean otlpIntervalSet() {
        return isSet(Option.OTLP_INTERVAL);
    }

    /** By key, in the order in which they were written. */
    public Map<String, String> tags() {
        return ((Tags) value(Option.TAGS)).values();
    }

    public boolean micrometer() {
        return is(Option.MICROMETER, "auto");
    }

    /** {@code basic} or {@code all}. */
    public String meters() {
        return text(Option.METERS);
    }

    /** Whether somebody has set the meters; else the application's own registry gets the basic ones. */
    public boolean metersSet() {
        return isSet(Option.METERS);
    }

    public int metricsSites() {
        return (Integer) value(Option.METRICS_SITES);
    }

    public boolean jfr() {
        return is(Option.JFR, "true");
    }

    /** Whether somebody has set it; else nobody misses it where the JVM has no JFR. */
    public boolean jfrSet() {
        return isSet(Option.JFR);
    }

    /** Percent of the limit of open files; 0 for never. */
    public int dumpShare() {
        return (Integer) value(Option.DUMP_FDS);
    }

    /** A path with its %-patterns, {@code null} for none. */
    public @Nullable String dumpPath() {
        return path(Option.DUMP_PATH);
    }

    /** {@code all}, {@code open} or {@code off}. */
    public String stacks() {
        return text(Option.STACKS);
    }

    public int stackDepth() {
        return (Integer) value(Option.STACK_DEPTH);
    }

    /** Empty for all connections. */
    public Selectors include() {
        return (Selectors) value(Option.INCLUDE);
    }

    public Selectors exclude() {
        return (Selectors) value(Option.EXCLUDE);
    }

    /** The path of the file, {@code null} for none. */
    public @Nullable String suppressions() {
        return path(Option.SUPPRESSIONS);
    }

    public Selectors expectHalfClose() {
        return (Selectors) value(Option.EXPECT_HALF_CLOSE);
    }

    public boolean redactAddresses() {
        return is(Option.REDACT, "addresses");
    }

    public Duration probeInterval() {
        return (Duration) value(Option.PROBE_INTERVAL);
    }

    /** Whether somebody has set it; else a short observation makes it shorter. */
    public boolean probeIntervalSet() {
        return isSet(Option.PROBE_INTERVAL);
    }

    /** {@link Duration#ZERO} for an agent that stays. */
    public Duration observe() {
        return (Duration) value(Option.OBSERVE);
    }

    public int maxConnections() {
        return (Integer) value(Option.MAX_CONNECTIONS);
    }

    /**
     * {@code off}, {@code info}, {@code warn} or {@code error} by rule id, only for the rules that somebody has set:
     * the others keep their default, which may be more than one severity.
     */
    public Map<String, String> ruleSeverity() {
        Map<String, String> severities = new LinkedHashMap<>();
        for (Setting setting : settings.values()) {
            String rule = setting.key().ruleId();
            if (rule != null && setting.key().option() == Option.RULE) {
                severities.put(rule, setting.text());
            }
        }
        return severities;
    }

    /** The time thresholds by rule id, only for the rules that somebody has set. */
    public Map<String, Duration> ruleAfter() {
        Map<String, Duration> thresholds = new LinkedHashMap<>();
        for (Setting setting : settings.values()) {
            String rule = setting.key().ruleId();
            if (rule != null && setting.key().option() == Option.RULE_AFTER) {
                thresholds.put(rule, (Duration) setting.value());
            }
        }
        return thresholds;
    }

    /** What is not as by default and where it was set, by key, and a few that every reader wants to see. */
    public Map<String, Report.OptionValue> effective() {
        Map<String, Report.OptionValue> shown = new LinkedHashMap<>();
        for (Option option : ALWAYS_SHOWN) {
            shown.put(option.key(), new Report.OptionValue(option.defaultText(), Source.DEFAULT.text()));
        }
        for (Setting setting : settings.values()) {
            if (!setting.isDefault() || ALWAYS_SHOWN.contains(setting.key().option())) {
                shown.put(
                        setting.key().name(),
                        new Report.OptionValue(setting.text(), setting.source().text()));
            }
        }
        return shown;
    }

    private Object value(Option option) {
        Setting setting = settings.get(option.key());
        return setting == null ? option.defaultValue() : setting.value();
    }

    private String text(Option option) {
        return (String) value(option);
    }

    private @Nullable String path(Option option) {
        return is(option, option.defaultText()) ? null : text(option);
    }

    private boolean isSet(Option option) {
        return settings.containsKey(option.key());
    }

    private boolean is(Option option, String word) {
        return word.equals(value(option));
    }
}
