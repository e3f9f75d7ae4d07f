package io.tcpclose.agent.cli.compare;

import io.tcpclose.agent.cli.process.Address;
import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.Text;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of the two reports: its ends by their addresses, and where its JVM listens and connects to. */
final class Side {
    private final Report report;
    private final Map<String, End> ends = new LinkedHashMap<>();
    private final Set<String> targets = new HashSet<>();
    private final Set<String> locals = new HashSet<>();
    private final Set<String> ports = new HashSet<>();

    Side(Report report) {
        this.report = report;
        report.connections().forEach(connection -> keep(End.of(checked(connection))));
        report.listeners().stream()
                .filter(listener -> listener.local() != null)
                .forEach(listener -> ports.add(port(listener.local())));
    }

    private static Report.Connection checked(Report.Connection connection) {
        if (Address.isRedacted(connection.local()) || Address.isRedacted(connection.remote())) {
            throw new Refusal("a report with redact=addresses cannot be joined: each file has its own aliases. "
                    + "Take both reports without redact");
        }
        return connection;
    }

    /** A number of a closed connection may have been used again: the open one is the one that is asked for. */
    private void keep(End end) {
        String local = Address.canonical(end.local());
        String remote = Address.canonical(end.remote());
        if (local == null || remote == null) return;
        ends.merge(local + remote, end, (one, other) -> one.isClosed() ? other : one);
        targets.add(remote);
        locals.add(local);
    }

    private static String port(@Nullable String address) {
        return address == null ? "?" : address.substring(address.lastIndexOf(':') + 1);
    }

    Map<String, End> ends() {
        return ends;
    }

    /** The other end of one of the peer's connections; null where this report has it not. */
    @Nullable
    End peerOf(End end) {
        String local = Address.canonical(end.local());
        String remote = Address.canonical(end.remote());
        return ends.get(remote + local);
    }

    /** Whether this JVM listens where the end is connected to, or has accepted there: an agent that came late knows no listener. */
    boolean listensFor(End end) {
        String remote = Address.canonical(end.remote());
        return ports.contains(port(end.remote())) || (remote != null && locals.contains(remote));
    }

    /** Whether this JVM connects to where the end is. */
    boolean connectsTo(End end) {
        String local = Address.canonical(end.local());
        return local != null && targets.contains(local);
    }

    String name() {
        Report.Jvm jvm = report.jvm();
        String name =
                jvm == null ? "?" : Text.clean(jvm.main()) + "  pid " + jvm.pid() + " on " + Text.clean(jvm.host());
        return name + "   connections " + ends.size();
    }
}
