package io.tcpclose.agent.options;

/** The page about the options, from the options. */
final class OptionsPage {
    private static final String HEAD = """
            # Options

            <!-- Generated from the options themselves by OptionsDocTest; do not edit. -->

            An option can be set in four places. The first of them that names a key counts:

            1. the agent argument, `-javaagent:tcpclose-agent.jar=key=value,key=value`. A piece without `=` continues the \
            value before it: `include=port:1,port:2,attach=off`.
            2. a system property, `-Dtcpclose.probe.interval=1s`
            3. an environment variable, `TCPCLOSE_PROBE_INTERVAL=1s`: dots and dashes are underscores. An empty one counts \
            as unset, and the variables that Kubernetes sets for a service called `tcpclose` are ignored.
            4. the properties file that `config` names, with the same keys: `probe.interval=1s`

            Durations are written `250ms`, `10s`, `5m` or `1h`. An unknown key or a value that is not allowed gives one line \
            that says what is allowed, and the default is used; the application always starts. Options marked *live* can \
            be changed while the JVM runs.

            | key | default | allowed | live | meaning |
            |---|---|---|---|---|
            """;

    private static final String SELECTORS = """

            ## Selectors

            A list separated by commas or semicolons, of which one has to match.

            | selector | matches |
            |---|---|
            | `port:5432` | the remote port of a connection that this JVM opened, the listener's port of one that it accepted |
            | `peer:10.0.0.0/8` | the peer's address, IPv4 or IPv6; a block or a single address. Names are never looked up |
            | `host:db*` | the host name that the application passed, in any case |
            | `class:com.acme.Dao` | a class in the opening stack, with its nested, lambda and proxy classes; \
            `class:com.acme.*` also matches those of the packages below |

            In a pattern `*` stands for any characters and `?` for one.

            ## Suppressions

            The file that `suppressions` names has one line for each accepted finding:

            ```
            # rule or *    selectors, all of which have to match    last day (optional)    # reason
            eof-not-closed class:com.acme.Dao until:2027-01-31 # closed by the pool, issue 12
            *              port:9300 peer:10.0.0.0/8 # legacy search, to be replaced
            ```

            Suppressed findings are counted, but neither logged nor failing. A line that is wrong suppresses nothing and is \
            told by its number; one whose day has passed is told once.
            """;

    private OptionsPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Option option : Option.values()) {
            page.append("| `").append(option.key()).append("` | ").append(defaultOf(option));
            page.append(" | ").append(option.allowed()).append(" | ").append(option.isDynamic() ? "yes" : "");
            page.append(" | ").append(option.meaning()).append(" |\n");
        }
        return page.append(SELECTORS).toString();
    }

    private static String defaultOf(Option option) {
        return option.isPerRule() ? option.defaultText() : "`" + option.defaultText() + "`";
    }
}
