package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.control.ControlClient;
import io.tcpclose.agent.cli.process.JvmProcess;
import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.agent.cli.view.WatchTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The same JVM again and again. */
@Command(
        name = "watch",
        description = "Shows what is open in a running JVM that has the agent, again and again until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  java -jar tcpclose-agent.jar watch 4711",
            "  java -jar tcpclose-agent.jar watch 4711 --interval 10s --count 6 > minute.txt"
        })
final class WatchCommand extends JvmCommand {
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = DurationValue.class,
            defaultValue = "2s",
            description = "Between two looks. Default: ${DEFAULT-VALUE}.")
    private Duration interval = Duration.ofSeconds(2);

    @Option(names = "--count", paramLabel = "N", description = "End after N looks.")
    private int count = Integer.MAX_VALUE;

    @Override
    public Integer call() throws IOException {
        JvmProcess process = process();
        ControlClient client = agentOf(process);
        WatchTable table = new WatchTable(surroundings().zone());
        for (int i = 0; i < count; i++) {
            if (i > 0) pause();
            show(look(client, process, table));
        }
        return 0;
    }

    private static List<String> look(ControlClient client, JvmProcess process, WatchTable table) throws IOException {
        try (FetchedReport fetched = FetchedReport.summary(client)) {
            return table.lines(fetched.report());
        } catch (IOException e) {
            if (process.folder().toFile().exists()) throw e;
            throw new Refusal("pid " + process.pid() + " has ended", e);
        }
    }

    private void show(List<String> lines) {
        if (surroundings().terminal()) out().print(CLEAR);
        lines.forEach(out()::println);
        if (!surroundings().terminal()) out().println();
        out().flush();
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(interval.toMillis());
        } catch (InterruptedException e) {
            throw new Refusal("interrupted", e);
        }
    }
}
