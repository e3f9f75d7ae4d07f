package io.tcpclose.agent.cli.view;

import io.tcpclose.agent.cli.process.Address;
import io.tcpclose.agent.cli.process.ProcSockets;
import io.tcpclose.core.report.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Connections of a JVM that its agent does not follow: one that came late meets a connection at its next use, and what is
 * leaked is not used. The kernel knows them.
 */
public final class OlderText {
    private OlderText() {}

    /**
     * Empty when the report has them all.
     *
     * @param before read before the report was made, {@code after} after: what is in both was there meanwhile
     */
    public static List<String> lines(Report report, ProcSockets before, ProcSockets after) {
        Set<String> followed = new HashSet<>();
        report.connections().forEach(connection -> followed.add(key(connection.local(), connection.remote())));
        Set<Long> still = new HashSet<>();
        after.connections().forEach(socket -> still.add(socket.inode()));
        ProcSockets older = before.with(
                socket -> still.contains(socket.inode()) && !followed.contains(key(socket.local(), socket.remote())));
        if (older.connections().isEmpty()) return List.of();
        List<String> lines = new ArrayList<>();
        lines.add("OLDER THAN THE AGENT  " + older.connections().size()
                + "   not used since it came: from /proc, without history and code");
        lines.addAll(ProcText.connections(older));
        return lines;
    }

    private static String key(@Nullable String local, @Nullable String remote) {
        return Address.canonical(local) + " " + Address.canonical(remote);
    }
}
