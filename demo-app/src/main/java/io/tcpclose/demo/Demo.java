package io.tcpclose.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts every scenario asked for, holds the states that they reached, lets them end. */
public final class Demo {
    private static final String HELP = """
            java -jar demo-app.jar [--hold SECONDS] [SCENARIO...]
            java -jar demo-app.jar explain SCENARIO...
            java -jar demo-app.jar serve [--legal] [--hold SECONDS] [SCENARIO...]
            Misuses TCP sockets, and uses them well, in each way named; without names, in every way there is.
            The other end of the connections is a second process.
              explain          plays scenarios and prints what each did beside the kernel's states of both ends,
                               and what the agent says where there is one; "article" for all of docs/closing-tcp.md
              serve            plays them round after round until SIGTERM or Ctrl-C, for a look at meters while they change;
                               a scenario has the same endpoint in every round, and its state goes over from one round to
                               the next; what it leaves open until exit (open-at-exit too) is closed ten rounds later
              --legal          with serve: all scenarios that are no misuse, and those named
              --list           the scenarios, one sentence each
              --hold SECONDS   how long their states last; if not given, as long as their rules need with demo.properties
              --help           this text
            To see what the agent says of it:
              java -javaagent:tcpclose-agent.jar=config=demo.properties -jar demo-app.jar
            """;

    private Demo() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int status = run(List.of(args), System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Returns the exit code: 0 all played, 1 a scenario could not do what it says, 2 usage. */
    static int run(List<String> args, PrintStream out, PrintStream err) throws IOException, InterruptedException {
        if (args.contains("--help")) {
            out.print(HELP);
            return 0;
        }
        if (args.contains("--list")) {
            Scenarios.ALL.forEach(scenario -> out.println(row(scenario)));
            Article.SCENARIOS.forEach(scenario -> out.println(row(scenario)));
            return 0;
        }
        Request request;
        try {
            if (!args.isEmpty() && args.get(0).equals("explain")) {
                return Explain.run(Article.named(args.subList(1, args.size())), out, err);
            }
            if (!args.isEmpty() && args.get(0).equals("serve")) {
                return Serve.run(Request.toServe(args.subList(1, args.size())), out, err);
            }
            request = Request.parse(args);
        } catch (IllegalArgumentException e) {
            err.println("demo-app: " + e.getMessage());
            return 2;
        }
        return play(request, out, err);
    }

    private static int play(Request request, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        PeerProcess peer = PeerProcess.start();
        out.println("the peer is process " + peer.pid() + "; in brackets the port of the connections");
        CountDownLatch holdOver = new CountDownLatch(1);
        List<Stage> stages = new ArrayList<>();
        for (Scenario scenario : request.scenarios()) {
            Stage stage = new Stage(scenario.name(), peer, holdOver);
            stages.add(stage);
            stage.play(scenario);
            out.println(row(scenario) + " " + stage.ports());
        }
        out.println("holding for " + request.holdSeconds() + " s");
        TimeUnit.SECONDS.sleep(request.holdSeconds());
        for (Stage stage : stages) {
            stage.awaitErrands();
        }
        holdOver.countDown();
        for (Stage stage : stages) {
            stage.end();
        }
        out.println("done");
        return report(stages, err);
    }

    private static String row(Scenario scenario) {
        return "%-24s %-6s %s".formatted(scenario.name(), scenario.misuse() ? "misuse" : "legal", scenario.summary());
    }

    static int report(List<Stage> stages, PrintStream err) {
        int status = 0;
        for (Stage stage : stages) {
            for (Exception failure : stage.failures()) {
                err.println("demo-app: " + stage.name() + " failed: " + failure);
                status = 1;
            }
        }
        return status;
    }
}
