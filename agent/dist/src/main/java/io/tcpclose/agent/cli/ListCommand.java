package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.control.ControlClient;
import io.tcpclose.agent.cli.control.ControlSocket;
import io.tcpclose.agent.cli.process.JvmProcess;
import io.tcpclose.agent.cli.process.ProcSockets;
import io.tcpclose.agent.cli.view.Sums;
import io.tcpclose.agent.cli.view.Table;
import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** The running JVMs. */
@Command(
        name = "list",
        description = {
            "Lists the running JVMs, those in containers of this machine included.",
            "Without an agent (-) the numbers are the kernel's, from /proc; ? is what may not be read."
        },
        footer = {"", "Example: java -jar tcpclose-agent.jar list"})
final class ListCommand extends SubCommand {
    @Override
    public Integer call() {
        List<JvmProcess> jvms = surroundings().machine().jvms();
        Table table = new Table(">PID", "USER", "AGENT", ">OPEN", ">CLOSE_WAIT", "JAVA", "MAIN");
        for (JvmProcess jvm : jvms) add(table, jvm);
        if (table.isEmpty()) remark("no JVM found" + hint());
        else table.lines().forEach(out()::println);
        return 0;
    }

    private String hint() {
        return surroundings().machine().isRoot() ? "" : ": those of other users are seen by root only";
    }

    private void add(Table table, JvmProcess jvm) {
        Numbers numbers = numbers(jvm);
        String java = jvm.javaVersion();
        table.add(
                jvm.pid(),
                jvm.user(),
                numbers.agent(),
                numbers.open(),
                numbers.closeWait(),
                java == null ? "?" : java,
                jvm.main() + (jvm.isElsewhere() ? " (container)" : ""));
    }

    private record Numbers(String agent, String open, String closeWait) {}

    private static Numbers numbers(JvmProcess jvm) {
        try {
            ControlClient client = ControlSocket.find(jvm, other -> {});
            if (client != null) return told(client);
        } catch (IOException | RuntimeException e) {
            return new Numbers("?", "?", "?");
        }
        ProcSockets sockets = ProcSockets.of(jvm);
        if (!sockets.isReadable()) return new Numbers("-", "?", "?");
        return new Numbers(
                "-",
                Integer.toString(sockets.connections().size()),
                Integer.toString(sockets.closeWait().size()));
    }

    private static Numbers told(ControlClient client) throws IOException {
        try (FetchedReport fetched = FetchedReport.summary(client)) {
            Report report = fetched.report();
            return new Numbers(
                    report.agent().version(), Long.toString(Sums.open(report)), Long.toString(Sums.closeWait(report)));
        }
    }
}
