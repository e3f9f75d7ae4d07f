package io.tcpclose.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.stack.Neighbours;
import io.tcpclose.it.stack.PrivateNet;
import io.tcpclose.it.stack.PrivateNet.Opens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One program played once under the agent, in a network of its own.
 *
 * @param kernel the program's connections by the kernel's count
 * @param apart whether that count is of this program alone
 * @param wakes how many of them it made to itself and perhaps never accepted
 * @param missing programs of the load that this machine lacks
 * @param counted what others have counted: who, the endpoint, how many
 */
record StackRun(
        AgentReport report, Opens kernel, boolean apart, int wakes, Set<String> missing, List<String[]> counted) {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Real use does not reach these by itself, with idle times of two seconds at most. */
    private static final List<String> SHORT = List.of(
            "eof-not-closed",
            "fin-unnoticed",
            "done-not-closed",
            "half-close-stuck",
            "closed-but-registered",
            "opened-never-connected",
            "accepted-never-read",
            "backlog-close-wait");

    /** Sockets that were never connected. */
    private static final String NOWHERE = "(other)";

    static StackRun of(Jdk jdk, StackUnderTest stack, String variant) throws Exception {
        Path folder = Stage.folder("stack-" + stack + "-" + variant, jdk);
        try (PrivateNet net = PrivateNet.create();
                Neighbours neighbours = new Neighbours(net);
                Forked program = start(jdk, stack, variant, folder, net)) {
            program.onLine(line -> answer(line, program, neighbours));
            program.await("DONE", PATIENCE);
            program.exitCode(PATIENCE);
            return new StackRun(
                    AgentReport.read(folder.resolve("report.json")),
                    neighbours.programs(),
                    net.isApart(),
                    lines(program, "WAKES")
                            .mapToInt(words -> Integer.parseInt(words[1]))
                            .sum(),
                    neighbours.missing(),
                    lines(program, "COUNTED").toList());
        }
    }

    private static Forked start(Jdk jdk, StackUnderTest stack, String variant, Path folder, PrivateNet net)
            throws Exception {
        AgentConfig config = AgentConfig.in(folder)
                .set("probe.interval", "500ms")
                .set("log", folder.resolve("log.txt").toString());
        SHORT.forEach(rule -> config.set("rule." + rule + ".after", "3s"));
        Path store = Path.of("src", "test", "resources", "loopback.p12").toAbsolutePath();
        Fork fork = Fork.of(jdk)
                .agent(config.argument())
                .vm("-Xmx384m", "-Dstack.keystore=" + store, "-cp", stack.classPath())
                .program("io.tcpclose.stacks.StackMain", stack.main(), variant);
        return fork.start(folder, net.inside(fork.command()));
    }

    private static void answer(String line, Forked program, Neighbours neighbours) {
        if (line.startsWith("ASK\t")) {
            CompletableFuture<Void> unused = CompletableFuture.supplyAsync(
                            () -> neighbours.answer(line.substring("ASK\t".length())))
                    .thenAccept(program::send);
        }
    }

    private static Stream<String[]> lines(Forked program, String kind) {
        return program.stdout().stream().map(line -> line.split("\t", -1)).filter(words -> words[0].equals(kind));
    }

    /** Connections of an endpoint by the agent's count. */
    long opened(String endpoint) {
        return endpoints()
                .filter(one -> one.get("endpoint").asText().equals(endpoint))
                .mapToLong(one -> one.get("opened").asLong())
                .sum();
    }

    /** All that were begun, also those that were refused. */
    long begun() {
        return endpoints()
                .filter(one -> !one.get("endpoint").asText().equals(NOWHERE))
                .mapToLong(one ->
                        one.get("opened").asLong() + one.path("connectsFailed").asLong())
                .sum();
    }

    /** Of those, the ones that ended. */
    long closed() {
        return begun() - stillOpen().count();
    }

    /** What had a peer and was still open at the end. */
    Stream<JsonNode> stillOpen() {
        return report.connections()
                .filter(one ->
                        one.has("remote") && !one.path("descriptor").asText().equals("closed"));
    }

    private Stream<JsonNode> endpoints() {
        return AgentReport.stream(report.json().get("endpoints"));
    }
}
