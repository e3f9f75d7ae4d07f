package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the text report keeps of the connections. They can be gone through only once and come after the findings that
 * need them, so this is one pass that holds no connection: counts, openers, the rows that will be shown and what the
 * exemplars of findings were last used for.
 */
final class Digest {

    /** @param lastUse who used the connection last, if the prober saw it */
    record Evidence(@Nullable String descriptor, Report.@Nullable LastUse lastUse) {}

    /** Any of them tells of a FIN that nobody has read. */
    private static final List<String> UNREAD_FINS = List.of("fin-watcher", "poll", "tcp-info");

    final Openers openers = new Openers();
    final OpenConnections open;
    private final Map<Long, @Nullable Evidence> exemplars = new HashMap<>();
    private final boolean seesUnreadFins;
    private long closeWait;
    private long noticed;
    private long unnoticed;

    private Digest(Report report, int maxRows) {
        seesUnreadFins = seesUnreadFins(report.agent());
        open = new OpenConnections(maxRows);
    }

    private static boolean seesUnreadFins(Report.@Nullable Agent agent) {
        return agent != null
                && agent.capabilities() != null
                && UNREAD_FINS.stream()
                        .anyMatch(
                                name -> Boolean.TRUE.equals(agent.capabilities().get(name)));
    }

    static Digest of(Report report, int maxRows) {
        Digest digest = new Digest(report, maxRows);
        for (Report.Finding finding : Text.list(report.findings())) {
            Text.list(finding.exemplars()).forEach(exemplar -> digest.exemplars.put(exemplar.id(), null));
        }
        if (report.connections() != null) {
            report.connections().forEach(digest::add);
        }
        return digest;
    }

    private void add(Report.@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        if (exemplars.containsKey(connection.id())) {
            exemplars.put(connection.id(), new Evidence(connection.descriptor(), connection.lastUse()));
        }
        if (!"closed".equals(connection.descriptor())) {
            openers.add(connection);
            open.add(connection);
            countCloseWait(connection);
        }
    }

    private void countCloseWait(Report.Connection connection) {
        if (!"close_wait".equals(connection.state())) {
            return;
        }
        closeWait++;
        if ("eof".equals(connection.inbound())) {
            noticed++;
        } else if ("fin-pending".equals(connection.inbound())) {
            unnoticed++;
        }
    }

    /**
     * {@code 41 (noticed 0, unnoticed 41)}: whether the application has read the end of stream. Where nothing tells of the
     * FINs that it has not read, {@code 2 noticed}: an "unnoticed 0" would be invented.
     */
    String closeWait() {
        if (!seesUnreadFins && closeWait == noticed) {
            return noticed + " noticed";
        }
        if (closeWait == 0) {
            return "0";
        }
        long unknown = closeWait - noticed - unnoticed;
        String rest = unknown == 0 ? "" : ", unknown " + unknown;
        return closeWait + " (noticed " + noticed + ", unnoticed " + unnoticed + rest + ")";
    }

    /** Of the latest exemplar that is accepted. */
    @Nullable
    Evidence evidence(Report.Finding finding, Predicate<Evidence> accepted) {
        Evidence latest = null;
        for (Report.Exemplar exemplar : Text.list(finding.exemplars())) {
            Evidence evidence = exemplars.get(exemplar.id());
            if (evidence != null && accepted.test(evidence)) {
                latest = evidence;
            }
        }
        return latest;
    }
}
