package io.tcpclose.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tcpclose.it.Transcript.Listening;
import io.tcpclose.it.Transcript.Opened;
import io.tcpclose.it.Transcript.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The agent's JSON report. */
record AgentReport(JsonNode json) {

    static AgentReport read(Path file) throws IOException {
        return new AgentReport(new ObjectMapper().readTree(file.toFile()));
    }

    long hookErrors() {
        return json.path("agent").path("hookErrors").asLong();
    }

    record Finding(JsonNode json) {
        String rule() {
            return json.get("rule").asText();
        }

        String severity() {
            return json.get("severity").asText();
        }

        List<String> openedStack() {
            return texts(json.get("openedStack"));
        }

        List<String> offendingStack() {
            return texts(json.path("offendingStack"));
        }

        /** The code that used its exemplars last, and where that thread is now. */
        List<String> lastUseStacks(AgentReport report) {
            List<Long> ids = stream(json.path("exemplars"))
                    .map(exemplar -> exemplar.get("id").asLong())
                    .toList();
            return report.connections()
                    .filter(connection -> ids.contains(connection.get("id").asLong()))
                    .flatMap(connection -> Stream.concat(
                            stream(connection.path("lastUse").path("stack")), stream(connection.path("nowIn"))))
                    .map(JsonNode::asText)
                    .toList();
        }

        String message() {
            return json.get("message").asText();
        }

        /** Empty where it has none. */
        String endpoint() {
            return json.path("endpoint").asText();
        }

        /** Taken back as a whole: every connection it was about proved legal. */
        boolean retracted() {
            long retracted = json.path("retracted").asLong();
            return retracted > 0
                    && retracted >= json.get("count").asLong()
                    && json.path("active").asLong() == 0;
        }

        boolean isAbout(Opened opened) {
            return openedStack().contains(opened.frame())
                    || stream(json.path("exemplars")).anyMatch(exemplar -> isOn(exemplar, opened.ports()));
        }

        /** By its port, or, where it was never bound, by the line that made it. */
        boolean isAbout(Listening listening) {
            return endpoint().equals("listener:" + listening.port())
                    || (listening.port() == 0 && openedStack().contains(listening.frame()));
        }

        /** It names no code, but the endpoint of this connection: where it connected to, or which listener it came from. */
        boolean isChargedTo(Ports ports) {
            return openedStack().isEmpty()
                    && (endpoint().endsWith(":" + ports.remote()) || endpoint().equals("listener:" + ports.local()));
        }

        @Override
        public String toString() {
            return "%s %s x%s opened %s offending %s"
                    .formatted(severity(), rule(), json.get("count"), top(openedStack()), top(offendingStack()));
        }

        private static List<String> top(List<String> stack) {
            return stack.subList(0, Math.min(2, stack.size()));
        }
    }

    Stream<Finding> findings() {
        return stream(json.get("findings")).map(Finding::new).filter(finding -> !finding.retracted());
    }

    /** The findings about any connection that these lines opened. */
    List<Finding> findingsAbout(List<Opened> opened) {
        return findings()
                .filter(finding -> opened.stream().anyMatch(finding::isAbout))
                .toList();
    }

    Optional<JsonNode> connection(Ports ports) {
        return stream(json.get("connections"))
                .filter(connection -> isOn(connection, ports))
                .findFirst();
    }

    /** A number of the summary. */
    long count(String name) {
        return json.get("summary").get(name).asLong();
    }

    Stream<JsonNode> connections() {
        return stream(json.get("connections"));
    }

    static List<String> texts(JsonNode array) {
        return stream(array).map(JsonNode::asText).toList();
    }

    private static boolean isOn(JsonNode connection, Ports ports) {
        return (ports.local() != 0 || ports.remote() != 0)
                && isPort(connection.path("local"), ports.local())
                && isPort(connection.path("remote"), ports.remote());
    }

    private static boolean isPort(JsonNode address, int port) {
        return port == 0 || address.asText().endsWith(":" + port);
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
