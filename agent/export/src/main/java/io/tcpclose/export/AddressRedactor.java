package io.tcpclose.export;

import io.tcpclose.core.ledger.EndedConnection;
import io.tcpclose.core.report.Report;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Option {@code redact=addresses}: IP literals and host names become {@code addr-1}, {@code addr-2}, the same address
 * always the same one, loopback too; ports stay. Addresses are replaced where they are values and where a sentence or a
 * thread's name holds an IP literal or a host that is an endpoint of the report. Fingerprints stay: they must match
 * those of other reports.
 *
 * <p>One redactor is one numbering: a new one for each file. Not thread-safe; what {@link #redact} returns maps its
 * connections while they are gone through.
 */
public final class AddressRedactor {

    /** Hosts in the values of options: of a URL, of a selector, of HOST:PORT. */
    private static final Pattern HOST_IN_OPTION = Pattern.compile("(?<=://)[^/;,\\s]+|(?<=\\bhost:)[^;,\\s]+"
            + "|(?<![\\w./-])(?!(?:port|peer|listener):)[A-Za-z][\\w.-]*:\\d+(?![\\w.:])");

    /** For one that lives as long as the JVM: a server sees new peers for ever. */
    private static final int MAX_REMEMBERED = 10_000;

    private final AddressBook book;

    /** For one file. */
    public AddressRedactor() {
        this(Integer.MAX_VALUE);
    }

    private AddressRedactor(int max) {
        this.book = new AddressBook(max);
    }

    /** For what is written bit by bit: ten thousand addresses are told apart, and the rest is {@code addr-other}. */
    public static AddressRedactor forALongTime() {
        return new AddressRedactor(MAX_REMEMBERED);
    }

    /** The same report with aliases. Its connections are mapped one at a time, each time they are gone through. */
    public Report redact(Report report) {
        learnHosts(report);
        return new Report(
                agent(report.agent()),
                jvm(report.jvm()),
                report.takenTime(),
                report.summary(),
                map(report.findings(), this::redact),
                connections(report.connections()),
                map(report.listeners(), this::listener),
                map(report.endpoints(), this::endpoint),
                report.sites(),
                report.kernel());
    }

    public Report.Finding redact(Report.Finding finding) {
        return new Report.Finding(
                finding.rule(),
                finding.severity(),
                finding.fingerprint(),
                finding.count(),
                finding.active(),
                finding.retracted(),
                finding.firstTime(),
                finding.lastTime(),
                address(finding.endpoint()),
                text(finding.message()),
                text(finding.advice()),
                text(finding.suppression()),
                finding.openedStack(),
                finding.offendingStack(),
                optionalText(finding.offendingThread()),
                map(finding.exemplars(), this::exemplar),
                finding.traceId(),
                finding.spanId());
    }

    public EndedConnection redact(EndedConnection c) {
        return new EndedConnection(
                c.id(),
                c.kind(),
                c.role(),
                c.tls(),
                address(c.local()),
                address(c.remote()),
                host(c.remoteHost()),
                address(c.endpoint()),
                c.openedNanos(),
                c.adopted(),
                c.closedNanos(),
                c.inbound(),
                c.outbound(),
                c.descriptor(),
                c.how(),
                c.firstCloser(),
                c.verdict(),
                c.halfCloseNanos(),
                c.halfCloseSide(),
                c.bytesRead(),
                c.bytesWritten(),
                c.unreadBytes(),
                c.openedStack(),
                optionalText(c.openedThread()),
                c.traceId(),
                c.spanId());
    }

    /** Sentences come before the endpoints whose names they hold. */
    private void learnHosts(Report report) {
        Text.list(report.findings()).forEach(finding -> address(finding.endpoint()));
        Text.list(report.endpoints()).forEach(endpoint -> address(endpoint.endpoint()));
        if (report.jvm() != null) {
            host(report.jvm().host());
        }
    }

    private Report.Agent agent(Report.Agent agent) {
        return agent == null
                ? agent
                : new Report.Agent(
                        agent.version(),
                        options(agent.options()),
                        agent.hookPoints(),
                        agent.capabilities(),
                        agent.hookErrors(),
                        map(agent.notes(), book::text),
                        agent.lastPass());
    }

    private Map<String, Report.OptionValue> options(Map<String, Report.OptionValue> options) {
        if (options == null) {
            return options;
        }
        Map<String, Report.OptionValue> redacted = new LinkedHashMap<>();
        options.forEach((name, option) -> redacted.put(name, option == null ? option : option(option)));
        return redacted;
    }

    private Report.OptionValue option(Report.OptionValue option) {
        if (option.value() == null) {
            return option;
        }
        String hosts = HOST_IN_OPTION
                .matcher(option.value())
                .replaceAll(match -> Matcher.quoteReplacement(book.endpoint(match.group())));
        return new Report.OptionValue(book.text(hosts), option.source());
    }

    private Report.Jvm jvm(Report.Jvm jvm) {
        return jvm == null
                ? jvm
                : new Report.Jvm(jvm.pid(), notNull(jvm.host(), book::host), jvm.main(), jvm.java(), jvm.startedTime());
    }

    private Report.Exemplar exemplar(Report.Exemplar exemplar) {
        return new Report.Exemplar(exemplar.id(), address(exemplar.local()), address(exemplar.remote()));
    }

    private Iterable<Report.Connection> connections(Iterable<Report.Connection> connections) {
        return connections == null ? connections : () -> iterator(connections.iterator());
    }

    private Iterator<Report.Connection> iterator(Iterator<Report.Connection> connections) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return connections.hasNext();
            }

            @Override
            public Report.Connection next() {
                return notNull(connections.next(), AddressRedactor.this::connection);
            }
        };
    }

    private Report.Connection connection(Report.Connection connection) {
        return new Report.Connection(
                connection.id(),
                connection.fd(),
                connection.kind(),
                connection.role(),
                connection.tls(),
                connection.tlsBy(),
                address(connection.local()),
                address(connection.remote()),
                host(connection.remoteHost()),
                connection.state(),
                connection.inbound(),
                connection.outbound(),
                connection.descriptor(),
                connection.openedTime(),
                connection.ageMs(),
                connection.finAgeMs(),
                connection.idleMs(),
                connection.idleBeforeFinMs(),
                connection.bytesRead(),
                connection.bytesWritten(),
                connection.unreadBytes(),
                connection.retransmits(),
                notNull(connection.sharing(), this::sharing),
                connection.openedStack(),
                lastUse(connection.lastUse()),
                connection.nowIn(),
                map(connection.timeline(), this::step));
    }

    private Report.Sharing sharing(Report.Sharing sharing) {
        return new Report.Sharing(
                sharing.readers(), sharing.writers(), sharing.layers(), map(sharing.processes(), book::text));
    }

    private Report.@Nullable LastUse lastUse(Report.@Nullable LastUse lastUse) {
        return lastUse == null ? null : new Report.LastUse(text(lastUse.thread()), lastUse.ageMs(), lastUse.stack());
    }

    private Report.Step step(Report.Step step) {
        return new Report.Step(
                step.atMs(), step.event(), optionalText(step.thread()), step.stack(), step.by(), step.why());
    }

    private Report.Listener listener(Report.Listener listener) {
        return new Report.Listener(
                listener.id(),
                address(listener.local()),
                listener.descriptor(),
                listener.acceptQueue(),
                listener.backlogCloseWait(),
                listener.sharedBy(),
                listener.accepted(),
                lastAccept(listener.lastAccept()),
                listener.openedStack(),
                map(listener.timeline(), this::step));
    }

    private Report.@Nullable LastAccept lastAccept(Report.@Nullable LastAccept last) {
        if (last == null) return null;
        return new Report.LastAccept(
                optionalText(last.thread()),
                last.ageMs(),
                last.stack(),
                optionalText(last.failure()),
                last.failureAgeMs());
    }

    private Report.Endpoint endpoint(Report.Endpoint endpoint) {
        return new Report.Endpoint(
                notNull(endpoint.endpoint(), book::endpoint),
                endpoint.opened(),
                endpoint.closed(),
                endpoint.open(),
                endpoint.closeWait(),
                endpoint.connectsFailed(),
                endpoint.closedFirst(),
                endpoint.idleBeforeFinMsMedian(),
                endpoint.timeWait());
    }

    private @Nullable String address(@Nullable String address) {
        return address == null ? null : book.endpoint(address);
    }

    private @Nullable String host(@Nullable String host) {
        return host == null ? null : book.host(host);
    }

    private String text(String text) {
        return notNull(text, book::text);
    }

    private @Nullable String optionalText(@Nullable String text) {
        return text == null ? null : book.text(text);
    }

    private static <T> T notNull(T value, UnaryOperator<T> mapped) {
        return value == null ? value : mapped.apply(value);
    }

    private static <T> List<T> map(List<T> list, UnaryOperator<T> mapped) {
        return list == null ? list : Text.list(list).stream().map(mapped).toList();
    }
}
