package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reports to write. */
public final class Samples {

    static final Instant TAKEN = Instant.parse("2026-03-04T03:56:00.123Z");
    private static final Instant STARTED = Instant.parse("2026-02-28T23:50:00Z");
    static final List<String> OPENED =
            List.of("com.acme.pay.Client.connect(Client.java:88)", "com.acme.pay.Gateway.login(Gateway.java:41)");
    private static final List<String> HANDSHAKE = List.of("com.acme.pay.Client.handshake(Client.java:102)");
    private static final List<String> DAO = List.of("com.acme.Dao.open(Dao.java:12)");

    private Samples() {}

    /** The one of the contract's text. */
    static Report leak() {
        List<Report.Connection> connections = new ArrayList<>();
        for (int id = 1; id <= 41; id++) {
            connections.add(lost(id));
        }
        for (int id = 42; id <= 212; id++) {
            connections.add(pooled(id));
        }
        Report.Finding lost =
                finding("collected-without-close", "error", 41, new Report.Exemplar(1, null, null), exemplar(41));
        return report(agent(List.of()), summary(253, 212, 1, 0, 0), List.of(lost), connections);
    }

    /** Healthy but for a connection whose FIN nobody has read yet; the agent does not see everything. */
    static Report noFindings() {
        Report.Agent agent = new Report.Agent(
                "1.0.0",
                Map.of(),
                new Report.HookPoints(29, 31, List.of("Net.socket", "Net.connect")),
                capabilities(false),
                3,
                List.of("PlainSocketImpl is in use: its sockets are not traced."));
        Report.Connection accepted = new Report.Connection(
                9,
                12,
                "channel",
                "server",
                false,
                null,
                "10.0.0.5:8080",
                "10.0.0.77:51234",
                null,
                "established",
                "open",
                "open",
                "open",
                null,
                61_000L,
                null,
                1_234L,
                null,
                10,
                20,
                null,
                null,
                sharing(),
                List.of(),
                null,
                List.of(),
                List.of());
        return report(
                agent, summary(5, 4, 0, 2, 4), List.of(), List.of(pooled(7), closed(8), accepted, unread(3), held(4)));
    }

    static Report clean(long opened, long open, int info, long suppressed) {
        Report.Finding finding = finding("open-at-exit", "info", 1);
        return report(
                agent(List.of()),
                new Report.Summary(
                        opened,
                        opened - open,
                        0,
                        open,
                        0,
                        0,
                        suppressed,
                        new Report.SeverityCounts(0, 0, info),
                        Map.of(),
                        new Report.HalfClose(0, 0),
                        Map.of("established", open),
                        new Report.CloseWait(0, 0, 0)),
                IntStream.range(0, info).mapToObj(i -> finding).toList(),
                List.of());
    }

    /** Every field set. */
    static Report full() {
        return report(
                agent(List.of("One thing was lost.")),
                summary(253, 2, 1, 1, 2),
                List.of(finding("collected-without-close", "error", 41, exemplar(1), exemplar(41))),
                List.of(lost(41), pooled(42)));
    }

    /** One that leaks, and is told of, and one that waits in its pool. */
    public static Report two() {
        return with(List.of(finding("eof-not-closed", "error", 1, exemplar(41))), List.of(lost(41), pooled(42)));
    }

    static Report report(
            Report.Agent agent,
            Report.Summary summary,
            List<Report.Finding> findings,
            Iterable<Report.Connection> connections) {
        return new Report(
                agent,
                new Report.Jvm(1, "orders-7d9f", "/opt/app/orders.jar", "17.0.15", STARTED),
                TAKEN,
                summary,
                findings,
                connections,
                List.of(listener("0.0.0.0:8080", "acceptor-1", "com.acme.Main.main(Main.java:9)")),
                List.of(new Report.Endpoint(
                        "payments:8443", 253, 41, 212, 41, 1, new Report.ClosedFirst(1, 40, 0), 60_000L, 2L)),
                List.of(new Report.Site("com.acme.pay.Client.connect", 253, 41, 41)),
                new Report.KernelFacts("netns", Map.of("TCPAbortOnClose", 3L), Map.of("orphan", 0L)));
    }

    static Report with(List<Report.Finding> findings, Iterable<Report.Connection> connections) {
        return report(agent(List.of()), summary(253, 212, findings.size(), 0, 0), findings, connections);
    }

    static Report.Agent agent(List<String> notes) {
        Map<String, Report.OptionValue> options = new LinkedHashMap<>();
        options.put("http", new Report.OptionValue("0", "argument"));
        options.put("jfr", new Report.OptionValue("true", "default"));
        return new Report.Agent(
                "1.0.0",
                options,
                new Report.HookPoints(31, 31, List.of()),
                capabilities(true),
                0,
                notes,
                new Report.Pass(TAKEN, 12));
    }

    private static Map<String, Boolean> capabilities(boolean procNet) {
        Map<String, Boolean> capabilities = new LinkedHashMap<>();
        capabilities.put("fin-watcher", true);
        capabilities.put("tcp-info", true);
        capabilities.put("proc-net", procNet);
        return capabilities;
    }

    private static Report.Summary summary(long opened, long open, int errors, long suppressed, long untracked) {
        return new Report.Summary(
                opened,
                opened - open,
                41,
                open,
                0,
                untracked,
                suppressed,
                new Report.SeverityCounts(errors, 0, 0),
                Map.of("collected-without-close", 41L),
                new Report.HalfClose(2, 1),
                Map.of("close_wait", 41L),
                new Report.CloseWait(0, 41, 0));
    }

    static Report.Exemplar exemplar(long id) {
        return new Report.Exemplar(id, "10.0.0.5:40000", "10.1.2.3:8443");
    }

    static Report.Finding finding(String rule, String severity, long count, Report.Exemplar... exemplars) {
        return new Report.Finding(
                rule,
                severity,
                "3f9c2a77",
                count,
                count,
                0,
                Instant.parse("2026-03-04T02:11:40Z"),
                Instant.parse("2026-03-04T03:04:05.678Z"),
                "payments:8443",
                "The SocketChannel was garbage-collected while open; the peer's FIN was never read.",
                "close the channel in the catch block of Gateway.login",
                rule + " class:com.acme.pay.Client # why",
                OPENED,
                HANDSHAKE,
                "pay-3",
                List.of(exemplars),
                null,
                null);
    }

    static Report.Finding traced(Report.Finding f) {
        return new Report.Finding(
                f.rule(),
                f.severity(),
                f.fingerprint(),
                f.count(),
                f.active(),
                f.retracted(),
                f.firstTime(),
                f.lastTime(),
                f.endpoint(),
                f.message(),
                f.advice(),
                f.suppression(),
                f.openedStack(),
                f.offendingStack(),
                f.offendingThread(),
                f.exemplars(),
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7");
    }

    /** Every occurrence taken back. */
    static Report.Finding retracted(Report.Finding f) {
        return new Report.Finding(
                f.rule(),
                f.severity(),
                f.fingerprint(),
                f.count(),
                0,
                f.count(),
                f.firstTime(),
                f.lastTime(),
                f.endpoint(),
                f.message(),
                f.advice(),
                f.suppression(),
                f.openedStack(),
                f.offendingStack(),
                f.offendingThread(),
                f.exemplars(),
                f.traceId(),
                f.spanId());
    }

    static Report.Connection lost(long id) {
        return new Report.Connection(
                id,
                42,
                "channel",
                "client",
                true,
                "SSLSocket",
                "10.0.0.5:" + (40_000 + id),
                "10.1.2.3:8443",
                "payments",
                "close_wait",
                "fin-pending",
                "open",
                "collected",
                TAKEN.minusSeconds(4000),
                4_000_000L,
                3_000_000L,
                3_100_000L,
                60_000L,
                512,
                1024,
                7L,
                0L,
                sharing(),
                OPENED,
                new Report.LastUse("pay-3", 3_130_000, HANDSHAKE),
                List.of("com.acme.pay.Client.poll(Client.java:120)"),
                List.of(
                        new Report.Step(0, "connected", "main", OPENED, "jdk", "as its connect had failed"),
                        Report.Step.of(1_000_000, "peer-fin", null, List.of())));
    }

    static Report.Connection to(String host, Report.Connection c) {
        return new Report.Connection(
                c.id(),
                c.fd(),
                c.kind(),
                c.role(),
                c.tls(),
                c.tlsBy(),
                c.local(),
                c.remote(),
                host,
                c.state(),
                c.inbound(),
                c.outbound(),
                c.descriptor(),
                c.openedTime(),
                c.ageMs(),
                c.finAgeMs(),
                c.idleMs(),
                c.idleBeforeFinMs(),
                c.bytesRead(),
                c.bytesWritten(),
                c.unreadBytes(),
                c.retransmits(),
                c.sharing(),
                c.openedStack(),
                c.lastUse(),
                c.nowIn(),
                c.timeline());
    }

    static Report.Connection with(Report.LastUse lastUse, Report.Connection c) {
        return new Report.Connection(
                c.id(),
                c.fd(),
                c.kind(),
                c.role(),
                c.tls(),
                c.tlsBy(),
                c.local(),
                c.remote(),
                c.remoteHost(),
                c.state(),
                c.inbound(),
                c.outbound(),
                c.descriptor(),
                c.openedTime(),
                c.ageMs(),
                c.finAgeMs(),
                c.idleMs(),
                c.idleBeforeFinMs(),
                c.bytesRead(),
                c.bytesWritten(),
                c.unreadBytes(),
                c.retransmits(),
                c.sharing(),
                c.openedStack(),
                lastUse,
                c.nowIn(),
                c.timeline());
    }

    static Report.Connection pooled(long id) {
        return connection(id, "established", "open", "open", 7_200_000L);
    }

    static Report.Connection unread(long id) {
        return connection(id, "close_wait", "eof", "open", 90_000L);
    }

    private static Report.Connection held(long id) {
        return connection(id, "fin_wait_2", "open", "held", 5_000L);
    }

    private static Report.Connection closed(long id) {
        return connection(id, "closed", "eof", "closed", 5_000L);
    }

    private static Report.Connection connection(long id, String state, String inbound, String descriptor, long ageMs) {
        return new Report.Connection(
                id,
                null,
                "socket",
                "client",
                false,
                null,
                "10.0.0.5:" + (50_000 + id),
                "10.9.9.9:5432",
                "db.internal",
                state,
                inbound,
                "open",
                descriptor,
                null,
                ageMs,
                null,
                200L,
                null,
                0,
                0,
                null,
                null,
                sharing(),
                DAO,
                null,
                List.of(),
                List.of());
    }

    private static Report.Sharing sharing() {
        return new Report.Sharing(1, 2, List.of("javax.net.ssl.SSLSocket", "java.net.Socket"), List.of());
    }

    /** Strings that want to break out of their line, their quotes, or the terminal. */
    static Stream<String> hostile() {
        return Stream.of(
                "two\nlines",
                "carriage\rreturn",
                "quote\" and \\ back",
                "\u001b[2J\u001b[31mred",
                "\u009b31mC1",
                "nul\0bell\u0007",
                "next\u0085line\u2028sep\u2029par",
                "right\u202eto left",
                "lone\ud83dsurrogate",
                "emoji \ud83d\ude00 stays",
                "</script>",
                "%s %n {} ${jndi:x}");
    }

    /** A leak in which every string that comes from outside is {@code evil}. */
    static Report hostile(String evil) {
        Report.Connection connection = new Report.Connection(
                1,
                1,
                evil,
                evil,
                false,
                null,
                evil,
                evil,
                evil,
                evil,
                evil,
                evil,
                evil,
                TAKEN,
                1L,
                1L,
                1L,
                1L,
                1,
                1,
                1L,
                1L,
                new Report.Sharing(1, 1, List.of(evil), List.of(evil)),
                List.of(evil),
                new Report.LastUse(evil, 1, List.of(evil)),
                List.of(evil),
                List.of(new Report.Step(1, evil, evil, List.of(evil), evil, evil)));
        Report.Agent agent = new Report.Agent(
                evil,
                Map.of(evil, new Report.OptionValue(evil, evil)),
                new Report.HookPoints(1, 2, List.of(evil)),
                Map.of(evil, false),
                1,
                List.of(evil));
        return new Report(
                agent,
                new Report.Jvm(1, evil, evil, evil, STARTED),
                TAKEN,
                summary(2, 1, 1, 0, 0),
                List.of(hostileFinding(evil)),
                List.of(connection),
                List.of(listener(evil, evil, evil)),
                List.of(new Report.Endpoint(evil, 1, 1, 1, 1, 1, new Report.ClosedFirst(1, 1, 1), 1L, 1L)),
                List.of(new Report.Site(evil, 1, 1, 1)),
                new Report.KernelFacts(evil, Map.of(evil, 1L), Map.of(evil, 1L)));
    }

    static Report.Finding hostileFinding(String evil) {
        return new Report.Finding(
                evil,
                evil,
                evil,
                1,
                1,
                1,
                TAKEN,
                TAKEN,
                evil,
                evil,
                evil,
                evil,
                List.of(evil),
                List.of(evil),
                evil,
                List.of(new Report.Exemplar(1, evil, evil)),
                evil,
                evil);
    }

    private static Report.Listener listener(String local, String text, String frame) {
        Report.LastAccept last = new Report.LastAccept(text, 1_000L, List.of(frame), text, 2_000L);
        Report.Step opened = Report.Step.of(0, "opened", text, List.of(frame));
        return new Report.Listener(5, local, "open", 1, 2, 2, 3, last, List.of(frame), List.of(opened));
    }
}
