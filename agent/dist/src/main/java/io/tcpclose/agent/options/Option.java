package io.tcpclose.agent.options;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every option that this version has: the single source of its key, its default, what is allowed and what it means. */
public enum Option {
    ENABLED("enabled", "true", Kinds.Choice.BOOLEAN, Change.AT_START, "`false`: the agent does nothing at all."),
    CONFIG(
            "config",
            "none",
            new Kinds.InputFile(),
            Change.AT_START,
            "A properties file with these keys, at most 1 MiB of UTF-8."),
    REPORT(
            "report",
            "stderr",
            new Kinds.Output(List.of("stderr", "none"), List.of(".txt", ".json", ".html")),
            Change.AT_START,
            "Where the report goes at exit; the ending picks its form, `/dev/stdout` is text. In a path `%p` is the pid, `%h` the host and `%t` the time."),
    REPORT_INTERVAL(
            "report.interval",
            "off",
            new Kinds.Time(Duration.ofSeconds(1), Duration.ofHours(24), "off"),
            Change.AT_START,
            "Also write a snapshot of the report this often, replaced atomically."),
    REPORT_KEEP("report.keep", "3", new Kinds.Count(1, 1_000), Change.AT_START, "How many snapshots are kept."),
    LOG(
            "log",
            "stderr",
            new Kinds.Output(List.of("stderr", "none"), List.of()),
            Change.LIVE,
            "Where findings are written as they are found, one line each; `/dev/stdout` is a path too."),
    LOG_LEVEL(
            "log.level",
            "warn",
            Option.choice("info", "warn", "error"),
            Change.LIVE,
            "The lowest severity that is logged."),
    LOG_FORMAT("log.format", "text", Option.choice("text", "json"), Change.LIVE, "`json`: one JSON object a line."),
    HTTP(
            "http",
            "off",
            new HttpKind(),
            Change.AT_START,
            "Where the agent serves its page and the metrics; the host defaults to 127.0.0.1, and port 0 is any free one."),
    HTTP_TOKEN_FILE(
            "http.token-file",
            "none",
            new Kinds.InputFile(),
            Change.AT_START,
            "A file with the bearer token that all requests but those for `/healthz` need."),
    CONTROL(
            "control",
            "auto",
            new Kinds.Output(List.of("auto", "off"), List.of()),
            Change.AT_START,
            "The Unix domain socket that the command line speaks to; `auto` is `/tmp/tcpclose-<uid>/<pid>.sock`."),
    ATTACH("attach", "on", Option.choice("on", "off"), Change.AT_START, "`off`: a late attach is refused."),
    OTLP(
            "otlp",
            "off",
            new UrlKind(),
            Change.AT_START,
            "The OTLP/HTTP endpoint that metrics are sent to; where it is not set, `OTEL_EXPORTER_OTLP_*` count."),
    OTLP_HEADERS_FILE(
            "otlp.headers-file",
            "none",
            new Kinds.InputFile(),
            Change.AT_START,
            "A file with the headers of these requests, such as one with a key."),
    OTLP_INTERVAL(
            "otlp.interval",
            "1m",
            new Kinds.Time(Duration.ofSeconds(1), Duration.ofHours(1), null),
            Change.AT_START,
            "How often metrics are sent; where it is not set, `OTEL_METRIC_EXPORT_INTERVAL` counts."),
    TAGS(
            "tags",
            "none",
            new TagsKind(),
            Change.AT_START,
            "Tags of every meter in the agent's own registries, at most 16."),
    MICROMETER(
            "micrometer",
            "auto",
            Option.choice("auto", "off"),
            Change.AT_START,
            "`auto`: the meters are also in the application's own Micrometer registry when it has one."),
    METERS(
            "meters",
            "all",
            Option.choice("basic", "all"),
            Change.AT_START,
            "Which meters there are; in the application's own registry `basic` unless this is set."),
    METRICS_SITES(
            "metrics.sites",
            "10",
            new Kinds.Count(0, 100),
            Change.AT_START,
            "How many call sites and endpoints get a meter of their own; the rest is summed as `other`."),
    JFR(
            "jfr",
            "true",
            Kinds.Choice.BOOLEAN,
            Change.AT_START,
            "Events for JDK Flight Recorder, as long as a recording runs; see [JFR](jfr.md)."),
    STACKS(
            "stacks",
            "all",
            Option.choice("all", "open", "off"),
            Change.LIVE,
            "`all`: the opening stack and that of each lifecycle step; `open`: only the first; `off`: none."),
    STACK_DEPTH("stack-depth", "48", new Kinds.Count(1, 1_024), Change.LIVE, "How many frames of a stack are kept."),
    INCLUDE(
            "include",
            "all",
            new Kinds.SelectorList("all"),
            Change.AT_START,
            "Selectors: findings and report show only connections that one of them matches. Counters are never filtered."),
    EXCLUDE(
            "exclude",
            "none",
            new Kinds.SelectorList("none"),
            Change.AT_START,
            "Selectors: findings and report leave out the connections that one of them matches."),
    SUPPRESSIONS(
            "suppressions",
            "none",
            new Kinds.InputFile(),
            Change.AT_START,
            "A file of findings that are counted but neither logged nor failing."),
    EXPECT_HALF_CLOSE(
            "expect-half-close",
            "none",
            new Kinds.SelectorList("none"),
            Change.AT_START,
            "Selectors: connections that are half-closed by design; no time rule fires for them."),
    REDACT(
            "redact",
            "none",
            Option.choice("none", "addresses"),
            Change.AT_START,
            "`addresses`: replaced in all output, the same address by the same word within a file."),
    PROBE_INTERVAL(
            "probe.interval",
            "5s",
            new Kinds.Time(Duration.ofMillis(100), Duration.ofHours(1), null),
            Change.AT_START,
            "How often time rules run."),
    OBSERVE(
            "observe",
            "off",
            new Kinds.Time(Duration.ofMillis(1), Duration.ofDays(7), "off"),
            Change.AT_START,
            "How long an agent stays that `report --attach` brings: what is in CLOSE_WAIT before it is a finding after half of that, and time rules run often enough."),
    DUMP_FDS(
            "dump.fds",
            "off",
            new Kinds.Share("off"),
            Change.AT_START,
            "Write a report once when this share of the process's open file limit is in use; see [dumps](logging.md#dumps)."),
    DUMP_PATH(
            "dump.path",
            "none",
            new Kinds.Output(List.of("none"), List.of(".txt", ".json", ".html")),
            Change.AT_START,
            "Where that report goes, named as in `report`, and another one at the first `Too many open files`."),
    RULE("rule.<id>", null, Option.choice("off", "info", "warn", "error"), Change.LIVE, "The severity of one rule."),
    RULE_AFTER(
            "rule.<id>.after",
            null,
            new Kinds.Time(Duration.ZERO, Duration.ofDays(7), null),
            Change.LIVE,
            "The time threshold of one rule, for rules that have one."),
    MAX_CONNECTIONS(
            "max-connections",
            "262144",
            new Kinds.Count(1, 1 << 24),
            Change.AT_START,
            "How many connections are tracked at once; more are counted as untracked.");

    /** When an option can be set. */
    enum Change {
        AT_START,
        LIVE
    }

    private final String key;
    private final @Nullable String defaultText;
    // Kinds are records of constants, and so are the values they read.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Kind kind;

    private final Change change;
    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker")
    private final @Nullable Object defaultValue;

    Option(String key, @Nullable String defaultText, Kind kind, Change change, String meaning) {
        this.key = key;
        this.defaultText = defaultText;
        this.kind = kind;
        this.change = change;
        this.meaning = meaning;
        this.defaultValue = defaultText == null ? null : kind.parse(defaultText, new ArrayList<>());
    }

    private static Kind choice(String... words) {
        return new Kinds.Choice(List.of(words));
    }

    /** The key; {@code <id>} in it stands for the id of a rule. */
    public String key() {
        return key;
    }

    /** The default as a user would write it; {@code per rule} where each rule has its own. */
    public String defaultText() {
        return defaultText == null ? "per rule" : defaultText;
    }

    /** One sentence, in Markdown. */
    public String meaning() {
        return meaning;
    }

    /** What a value may be, as a phrase. */
    public String allowed() {
        return kind.allowed();
    }

    /** Whether it can be changed while the JVM runs. */
    public boolean isDynamic() {
        return change == Change.LIVE;
    }

    Kind kind() {
        return kind;
    }

    /** Whether the key is a pattern that holds for every rule, with a default for each. */
    boolean isPerRule() {
        return defaultText == null;
    }

    Object defaultValue() {
        if (defaultValue == null) {
            throw new IllegalStateException(key);
        }
        return defaultValue;
    }
}
