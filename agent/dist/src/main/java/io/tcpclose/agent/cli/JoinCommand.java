package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.compare.ReportJoin;
import io.tcpclose.agent.cli.compare.StoredReport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The reports of two JVMs that talk to each other. */
@Command(
        name = "join",
        description = {
            "Finds both ends of connections in the JSON reports of two JVMs, and says which end failed to close.",
            "Ends are paired by their addresses: behind NAT or a proxy there is nothing to pair."
        },
        footer = {"", "Example: java -jar tcpclose-agent.jar join client.json server.json"})
final class JoinCommand extends SubCommand {
    @Parameters(index = "0", paramLabel = "A.json", description = "The report of one JVM.")
    private Path a = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "B.json",
            description = "The report of the other, taken at about the same time.")
    private Path b = Path.of("");

    @Override
    public Integer call() {
        new ReportJoin(StoredReport.read(a), StoredReport.read(b)).lines().forEach(out()::println);
        return 0;
    }
}
