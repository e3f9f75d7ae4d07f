package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.Transcript.Bytes;
import io.tcpclose.it.Transcript.Claim;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What all sides saw of one run.
 *
 * @param early the kernel when every scenario had reached its state
 * @param late the kernel at the end of the hold
 * @param foreignLines lines on stdout that no scenario wrote
 */
record Played(
        Transcript transcript,
        Truth early,
        Truth late,
        PeerRecord peer,
        int exitCode,
        List<String> foreignLines,
        Path folder) {

    AgentReport report() throws IOException {
        return AgentReport.read(folder.resolve("report.json"));
    }

    Judge judge() throws IOException {
        return new Judge(transcript, report());
    }

    /** The scenario did on the wire what it claims: nothing about the agent. */
    void assertTruth(String scenario) {
        assertThat(transcript.failures(scenario))
                .as("failures of %s itself", scenario)
                .isEmpty();
        transcript.claims().stream().filter(c -> c.scenario().equals(scenario)).forEach(this::assertHeld);
        transcript.peerSaw().stream().filter(c -> c.scenario().equals(scenario)).forEach(this::assertSeen);
        transcript.bytes(scenario).forEach(this::assertBytes);
    }

    /** As a whole: no descriptor that nobody claims, nothing on stdout but the scenarios, and the JVM's own exit code. */
    void assertTidy() {
        long claimed = transcript.claims().stream()
                .filter(claim -> claim.state().equals("UNLISTED"))
                .count();
        // The agent's self-test has two such descriptors for a moment; a leak has them at both looks.
        assertThat(Math.min(early.unlisted(), late.unlisted()))
                .as("descriptors in no table")
                .isEqualTo((int) claimed);
        assertThat(foreignLines).as("stdout of the agent").isEmpty();
        assertThat(exitCode).isZero();
    }

    /** The agent saw everything, lost nothing, and its report is of the published form. */
    void assertAgentWhole() throws IOException {
        assertTidy();
        AgentReport report = report();
        ReportSchema.assertValid(report);
        assertThat(report.json().at("/agent/hookErrors").asInt())
                .as("hook errors")
                .isZero();
        assertThat(AgentReport.texts(report.json().at("/agent/hookPoints/missing")))
                .as("missing hook points")
                .isEmpty();
        JsonNode summary = report.json().get("summary");
        assertThat(summary.get("opened").asLong())
                .as("opened = closed + open: %s", summary)
                .isEqualTo(summary.get("closed").asLong() + summary.get("open").asLong());
        assertThat(summary.get("untracked").asLong()).as("untracked").isEqualTo(transcript.untrackedCount());
    }

    /** Every connection is counted once, and nothing else is: no listener, no pipe, none of the agent's own. */
    void assertOpened(long connections) throws IOException {
        assertThat(report().json().at("/summary/opened").asLong())
                .as("connections opened")
                .isEqualTo(connections);
    }

    private void assertHeld(Claim claim) {
        assertThat(early.bears(claim))
                .as("%s, but it was %s", claim, early.state(claim.ports()))
                .isTrue();
        assertThat(late.bears(claim))
                .as("%s, but it became %s", claim, late.state(claim.ports()))
                .isTrue();
    }

    private void assertSeen(Claim claim) {
        assertThat(peer.saw(claim.ports(), claim.state()))
                .as("%s, but the peer says %s", claim, peer.of(claim.ports()))
                .isTrue();
    }

    private void assertBytes(Bytes bytes) {
        assertThat(peer.of(bytes.ports()).get("sent").asLong())
                .as("sent by the peer")
                .isEqualTo(bytes.read());
        assertThat(peer.of(bytes.ports()).get("received").asLong())
                .as("received by the peer")
                .isEqualTo(bytes.written());
    }
}
