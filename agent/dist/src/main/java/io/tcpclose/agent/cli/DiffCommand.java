package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.compare.ReportDiff;
import io.tcpclose.agent.cli.compare.StoredReport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Two reports of one application. */
@Command(
        name = "diff",
        description =
                "Compares two JSON reports: findings that are new, grown or gone, and what has more connections now.",
        footer = {"", "Example: java -jar tcpclose-agent.jar diff monday.json tuesday.json"})
final class DiffCommand extends SubCommand {
    @Parameters(index = "0", paramLabel = "EARLIER.json", description = "The report to compare with.")
    private Path earlier = Path.of("");

    @Parameters(index = "1", paramLabel = "LATER.json", description = "The report of interest.")
    private Path later = Path.of("");

    @Override
    public Integer call() {
        new ReportDiff(
                        StoredReport.read(earlier),
                        StoredReport.read(later),
                        surroundings().zone())
                .lines()
                .forEach(out()::println);
        return 0;
    }
}
