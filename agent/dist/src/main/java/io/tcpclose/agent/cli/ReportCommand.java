package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.compare.FailOn;
import io.tcpclose.agent.cli.control.Answer;
import io.tcpclose.agent.cli.control.ControlClient;
import io.tcpclose.agent.cli.process.JvmProcess;
import io.tcpclose.agent.cli.process.ProcSockets;
import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.agent.cli.view.OlderText;
import io.tcpclose.agent.cli.view.ProcText;
import io.tcpclose.core.report.Report;
import io.tcpclose.export.TextReportWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The report of a running JVM. */
@Command(
        name = "report",
        description = {
            "Reports the TCP sockets of a running JVM: findings, open connections and the code behind them.",
            "A JVM without the agent is not changed: what /proc tells of it is printed, states and counts, without history and "
                    + "code. With --attach the agent is loaded, observes for a while, reports and detaches."
        },
        footer = {
            "",
            "Examples:",
            "  java -jar tcpclose-agent.jar report 4711",
            "  java -jar tcpclose-agent.jar report 4711 --format html --output report.html",
            "  java -jar tcpclose-agent.jar report 4711 --attach --for 1m",
            "  java -jar tcpclose-agent.jar report 4711 --fail-on error --baseline known.json"
        })
final class ReportCommand extends JvmCommand {
    enum Format {
        text,
        json,
        html
    }

    /** Twice the five minutes of fin-unnoticed. */
    private static final Duration LONGEST_THRESHOLD = Duration.ofMinutes(10);

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "${COMPLETION-CANDIDATES}; text unless the output's ending says otherwise.")
    private @Nullable Format format;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "A file that only you may read, replaced at once; stdout without it.")
    private @Nullable Path output;

    @Option(names = "--attach", description = "Load the agent if it is not there, and detach it after the report.")
    private boolean attach;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationValue.class,
            defaultValue = "10s",
            description = "How long an attached agent observes first: 10s, 5m. Default: ${DEFAULT-VALUE}.")
    private Duration observe = Duration.ofSeconds(10);

    @Option(names = "--keep", description = "Leave an attached agent there.")
    private boolean keep;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Exit with 3 when there are findings of warn (or error) and worse.")
    private FailOn.@Nullable Severity failOn;

    @Option(
            names = "--baseline",
            paramLabel = "JSON",
            description = "A report whose findings are known: they do not fail.")
    private @Nullable Path baseline;

    @Override
    public Integer call() throws IOException {
        if (keep && !attach) throw new ParameterException(spec().commandLine(), "--keep is of use with --attach only");
        if (baseline != null && failOn == null)
            throw new ParameterException(spec().commandLine(), "--baseline is of use with --fail-on only");
        FailOn judge = failOn == null ? null : new FailOn(failOn, baseline);
        JvmProcess process = process();
        ControlClient client = client(process);
        if (client != null) {
            if (attach)
                remark("pid " + process.pid() + " has the agent: neither loaded nor detached, --for has no effect");
            return report(client, judge, null);
        }
        if (attach) return withAgent(process, judge);
        return fromProc(process);
    }

    private int withAgent(JvmProcess process, @Nullable FailOn judge) throws IOException {
        // A guest for a minute: nothing in the application's log, its registry or at its exit.
        String quiet = "report=none,log=none,micrometer=off";
        String observes = observe.isZero() ? "" : "observe=" + observe.toMillis() + "ms";
        load(process, keep ? observes : quiet + (observes.isEmpty() ? "" : "," + observes));
        if (observe.compareTo(LONGEST_THRESHOLD) < 0 && !observe.isZero()) remark(shortened());
        try (Guest guest = new Guest(Guest.await(process, null), !keep)) {
            guest.observe(observe);
            return report(guest.client(), judge, process);
        }
    }

    private String shortened() {
        return "what was in CLOSE_WAIT before the agent came is a finding after half of --for ("
                + observe.toMillis() / 2 + " ms) where eof-not-closed and fin-unnoticed wait for longer";
    }

    /** @param late a JVM whose agent came late */
    private int report(ControlClient client, @Nullable FailOn judge, @Nullable JvmProcess late) throws IOException {
        if (form() == Format.html) html(client);
        if (form() == Format.html && judge == null) return 0;
        ProcSockets before = late == null ? null : ProcSockets.of(late);
        try (FetchedReport fetched = FetchedReport.whole(client)) {
            List<String> older = late == null || before == null
                    ? List.of()
                    : OlderText.lines(fetched.report(), before, ProcSockets.of(late));
            if (form() == Format.json) output().write(out -> Files.copy(fetched.file(), out));
            if (form() == Format.text) output().write(out -> text(fetched.report(), older, out));
            else if (!older.isEmpty()) remark(older.get(0));
            return judge == null ? 0 : judged(judge, fetched);
        }
    }

    private void text(Report report, List<String> older, OutputStream out) throws IOException {
        TextReportWriter.forFile(surroundings().zone()).write(report, out);
        write(older, out);
    }

    private static void write(List<String> lines, OutputStream out) throws IOException {
        for (String line : lines) out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private int judged(FailOn judge, FetchedReport fetched) {
        String verdict = judge.verdict(fetched.report());
        if (verdict.isEmpty()) return 0;
        remark(verdict);
        return CommandLineTool.FINDINGS;
    }

    private void html(ControlClient client) throws IOException {
        try (Answer answer = client.get("/report.html")) {
            answer.check();
            output().write(out -> answer.body().transferTo(out));
        }
    }

    private int fromProc(JvmProcess process) throws IOException {
        if (form() != Format.text || failOn != null) {
            throw new Refusal(
                    "pid " + process.pid() + " has no agent, and /proc tells no findings: there is only the text form"
                            + " and nothing to fail on. With the agent: report " + process.pid() + " --attach");
        }
        ProcSockets sockets = ProcSockets.of(process);
        if (!sockets.isReadable()) {
            throw new Refusal("the sockets of pid " + process.pid() + " cannot be read: /proc/" + process.pid()
                    + "/fd is closed to this user. Run this as root, or inside its container");
        }
        output().write(out -> write(ProcText.lines(process, sockets), out));
        return 0;
    }

    private Format form() {
        Format named = format;
        if (named != null) return named;
        String name = output == null ? "" : output.toString();
        return name.endsWith(".json") ? Format.json : name.endsWith(".html") ? Format.html : Format.text;
    }

    private Output output() {
        return new Output(output, out());
    }
}
