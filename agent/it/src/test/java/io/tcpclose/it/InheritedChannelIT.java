package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.Transcript.Ports;
import io.tcpclose.it.app.InheritedMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A connection that the JVM was started with. */
class InheritedChannelIT {
    @TestFactory
    Stream<DynamicContainer> inheritedChannel_hasALifeLine() {
        return OnEachJdk.run(jdk -> Stream.of(DynamicTest.dynamicTest("inherited channel", () -> assertLifeLine(jdk))));
    }

    private static void assertLifeLine(Jdk jdk) throws Exception {
        Path folder = Stage.folder("inherited", jdk);
        Fork fork = Fork.of(jdk)
                .agent(AgentConfig.in(folder).argument())
                .vm("-Dtcpclose.test.keep-closed=true")
                .main(InheritedMain.class);
        try (Peer peer = Peer.start(folder.resolve("peer"));
                Forked app = fork.start(folder, onSocket(peer.listen("push:5 close"), fork.command()))) {
            assertThat(app.exitCode(Duration.ofSeconds(30)))
                    .as("%s", app.stderr())
                    .isZero();
            String[] words = app.stdout().get(0).split("\t", -1);
            assertThat(words[2]).isEqualTo("5");
            Ports ports = new Ports(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
            JsonNode connection = AgentReport.read(folder.resolve("report.json"))
                    .connection(ports)
                    .orElseThrow(() -> new AssertionError("not in the report: " + ports));
            assertThat(connection.get("kind").asText()).isEqualTo("channel");
            assertThat(connection.get("bytesRead").asLong()).isEqualTo(5);
            assertThat(connection.get("timeline").findValuesAsText("event")).contains("eof", "close", "closed");
        }
    }

    /** A shell gives its child what no ProcessBuilder can: a connected socket as descriptor 0. */
    private static List<String> onSocket(int port, List<String> command) {
        List<String> shell = new ArrayList<>(
                List.of("/bin/bash", "-c", "exec 0<>/dev/tcp/127.0.0.1/" + port + "; exec \"$@\"", "bash"));
        shell.addAll(command);
        return shell;
    }
}
