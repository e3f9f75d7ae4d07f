package io.tcpclose.core.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page about the rules, from the catalogue; what each one means stands here, since no report needs it. */
final class RulesPage {
    private static final String HEAD = """
            # Rules

            <!-- Generated from the rules themselves by RulesPageTest; do not edit. -->

            What tcpclose looks for, and what to do about it. Each rule has two options: `rule.<id>` is `off` or the severity that \
            replaces its own, and `rule.<id>.after` its time threshold where it has one.

            A finding fires once per rule, opening site, offending site and endpoint, and counts after that.
            """;

    private static final String HELD = """

            ## A state that is held too long

            They fire when two probes in a row find the threshold passed. A connection has at most one of them active, the first of this list. The finding \
            is active until the connection closes; where it proves legal after all it is retracted.

            """;

    private static final String HAPPENED = """

            ## Something that happened

            """;

    private static final String TOGETHER = """

            ## What only many connections or the kernel's tables show, and what is left at the end

            """;

    private static final String COLUMNS = """
            | rule | severity | after | fires when | advice |
            |---|---|---|---|---|
            """;

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry(
                    "closed-but-registered",
                    "close() has returned and the descriptor is still held, as its selector has not run since; a listener still listens then. An error from five times the threshold"),
            Map.entry(
                    "done-not-closed",
                    "both directions are finished to the application's knowledge (end-of-file read, own shutdown, a reset it was told of) and the descriptor is open"),
            Map.entry(
                    "eof-not-closed",
                    "the application read end-of-file and has neither closed nor written since, and no thread is inside an operation of the socket: CLOSE_WAIT. An error from ten times the threshold"),
            Map.entry(
                    "half-close-stuck",
                    "own FIN sent, the peer's has not come and no byte has come since. Only info while a thread or a selector waits for it"),
            Map.entry(
                    "opened-never-connected",
                    "a descriptor was created, never connected (failed or not tried) and not closed; a listener: its bind failed or was not tried"),
            Map.entry(
                    "collected-without-close",
                    "it was garbage-collected while open: a SocketChannel's descriptor is lost, a ServerSocketChannel listens for ever; a Socket's or ServerSocket's is recovered by the JDK, which is a warn, and info where it was never bound"),
            Map.entry(
                    "write-after-fin",
                    "a write was begun after the peer's FIN had come, and the peer answered with RST: what was written is lost. Where end-of-file had not been read (a stale pooled connection) it is said at the write as info, and taken back where no RST comes; it stays info on an accepted connection, whose client has left, and on one that was answered after end-of-file and closed within 100 ms"),
            Map.entry(
                    "write-to-dead-peer",
                    "written at least twice, over more than a second, after a read or write had failed with a reset or a broken pipe. An error after ten seconds"),
            Map.entry(
                    "use-after-close",
                    "an operation was started after close() had returned: by the closing thread, or at least twice by others"),
            Map.entry(
                    "use-after-shutdown",
                    "a write came after own shutdownOutput, or a repeated read after own shutdownInput"),
            Map.entry(
                    "close-discards-unread",
                    "closed with bytes unread: the kernel answers with RST, and the peer may lose what it had not yet read. Only info when the peer's FIN or RST had come already, and for a TLS close_notify"),
            Map.entry("abortive-close", "closed with SO_LINGER 0: RST instead of FIN. A warn with bytes unread"),
            Map.entry(
                    "fin-unnoticed",
                    "the peer's FIN (or RST) has come and the application has not read up to it, nor moved a byte since: only the kernel knows. Only info while it looks like a pooled connection (idle for 10 s before the FIN, after a complete exchange) and there are fewer than 8 of one opening site and endpoint and they do not grow over three windows"),
            Map.entry("accepted-never-read", "accepted, bytes wait in the kernel, and nothing was ever read"),
            Map.entry(
                    "peer-vanished",
                    "established, and at least 5 retransmissions or keep-alive probes in a row were not answered"),
            Map.entry(
                    "foreign-shutdown",
                    "our FIN is out, and no call of this JVM sent it: another process that holds the same socket has shut it down"),
            Map.entry(
                    "shutdown-input-data-lost",
                    "bytes came after own shutdownInput (on TLS more than a close_notify): no read will return them"),
            Map.entry(
                    "backlog-close-wait",
                    "connections on our listener whose peer has closed before accept(): CLOSE_WAIT without an owner"),
            Map.entry(
                    "orphan-fin-wait-2",
                    "we closed, and the peer has not for this long: FIN_WAIT_2 without a descriptor. Charged to the endpoint, not to our code"),
            Map.entry(
                    "fin-withheld",
                    "close() has returned and another process holds the same socket: no FIN was sent. Names the process"),
            Map.entry(
                    "untracked-sockets",
                    "this process holds a TCP socket that no traced path has opened: native code, inherited, or older than the agent"),
            Map.entry(
                    "late-close",
                    "closed longer than this after the peer's FIN, with no successful write in that time: the peer has probably given up waiting for our FIN"),
            Map.entry(
                    "idle-growing",
                    "client side: at least 8 connections of one opening site and endpoint have not moved a byte for this long, and they were more in each of three consecutive windows"),
            Map.entry(
                    "connection-churn",
                    "more than 50 connects a second to one endpoint over this time, each used for one exchange and closed by us"),
            Map.entry(
                    "open-at-exit",
                    "open after the application's own shutdown hooks have ended. A warn with bytes unread"));

    private RulesPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        table(page, HELD, RuleCatalog.timeRules());
        table(page, HAPPENED, RuleCatalog.stepRules());
        List<Rule> rest = new ArrayList<>(RuleCatalog.all());
        rest.removeAll(RuleCatalog.timeRules());
        rest.removeAll(RuleCatalog.stepRules());
        table(page, TOGETHER, rest);
        return page.toString();
    }

    private static void table(StringBuilder page, String title, List<? extends Rule> rules) {
        page.append(title).append(COLUMNS);
        for (Rule rule : rules) {
            page.append("| `").append(rule.id()).append("` | ");
            page.append(rule.severity().label()).append(" | ");
            page.append(after(rule.after())).append(" | ");
            page.append(meaning(rule)).append(" | ");
            page.append(rule.advice()).append(" |\n");
        }
    }

    static String meaning(Rule rule) {
        String meaning = MEANINGS.get(rule.id());
        if (meaning == null) throw new IllegalStateException("say here what " + rule.id() + " means");
        return meaning;
    }

    static int meanings() {
        return MEANINGS.size();
    }

    private static String after(@Nullable Duration after) {
        if (after == null) return "–";
        return after.toSeconds() % 60 == 0 ? after.toMinutes() + "m" : after.toSeconds() + "s";
    }
}
