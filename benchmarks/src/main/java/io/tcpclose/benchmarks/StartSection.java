package io.tcpclose.benchmarks;

import io.tcpclose.benchmarks.load.Hello;
import io.tcpclose.benchmarks.load.NoOpAgent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Hello world from start to end: without an agent, with one that does nothing, with ours. */
final class StartSection {
    private static final double BUDGET_MILLIS = 350;

    private final Settings settings;

    StartSection(Settings settings) {
        this.settings = settings;
    }

    void run() throws Exception {
        Path noOp = noOpAgent();
        Table table = new Table(
                "Start-up and exit of hello world, milliseconds",
                List.of(
                        "JDK",
                        "",
                        "no agent",
                        "no-op agent",
                        "tcpclose",
                        "over the no-op agent",
                        "budget +350 ms CPU"));
        for (Jdk jdk : settings.jdks()) rows(table, jdk, noOp);
        Files.delete(noOp);
        Path before = settings.before();
        if (before != null) against(before);
    }

    private void against(Path before) throws Exception {
        Table table = new Table(
                "Start-up and exit of hello world with this build against another one, CPU",
                List.of("JDK", "other build, ms", "this build, %", "this build, ms more"));
        for (Jdk jdk : settings.jdks()) {
            Pairs pairs = new Pairs(new Fork(jdk, "-javaagent:" + before), new Fork(jdk, settings.agentOption("")));
            for (int i = 0; i < settings.times(4, 16); i++) {
                pairs.add(fork -> fork.cost(Hello.class).cpu());
            }
            table.row(
                    jdk.version(),
                    pairs.base().text("%.0f"),
                    pairs.percent().text("%+.1f"),
                    pairs.difference(1).text("%+.0f"));
        }
    }

    private void rows(Table table, Jdk jdk, Path noOp) throws Exception {
        Fork[] forks = {new Fork(jdk), new Fork(jdk, "-javaagent:" + noOp), new Fork(jdk, settings.agentOption(""))};
        Spread[] cpu = {new Spread(), new Spread(), new Spread(), new Spread()};
        Spread[] wall = {new Spread(), new Spread(), new Spread(), new Spread()};
        for (int i = 0; i < settings.times(4, 24); i++) {
            Fork.Cost[] costs = new Fork.Cost[forks.length];
            for (int f = 0; f < forks.length; f++) {
                costs[f] = forks[f].cost(Hello.class);
                cpu[f].add(costs[f].cpu());
                wall[f].add(costs[f].wall());
            }
            cpu[3].add(costs[2].cpu() - costs[1].cpu());
            wall[3].add(costs[2].wall() - costs[1].wall());
        }
        row(table, jdk, "CPU", cpu, Table.budget(cpu[3].median() <= BUDGET_MILLIS));
        row(table, jdk, "wall", wall, "");
    }

    private static void row(Table table, Jdk jdk, String what, Spread[] spreads, String met) throws IOException {
        String format = "%.0f";
        table.row(
                jdk.version(),
                what,
                spreads[0].text(format),
                spreads[1].text(format),
                spreads[2].text(format),
                spreads[3].text("%+.0f"),
                met);
    }

    private static Path noOpAgent() throws IOException {
        Path jar = Files.createTempFile("no-op-agent", ".jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", NoOpAgent.class.getName());
        String entry = NoOpAgent.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream in = NoOpAgent.class.getResourceAsStream("/" + entry)) {
            if (in == null) throw new IOException(entry);
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
        return jar;
    }
}
