package io.tcpclose.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two reports beside each other. Those of the resources were taken of two JVMs of which each leaks. */
class CompareTest {
    private final FakeMachine machine;

    CompareTest(@TempDir Path folder) throws IOException {
        machine = new FakeMachine(folder);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(machine.root.resolve(name), text).toString();
    }

    private static String client() throws IOException {
        return Resources.text("cli/client.json");
    }

    @Test
    void diff_ofOneReport_isNothing() throws IOException {
        String one = file("one.json", client());
        assertThat(machine.run("diff", one, one)).isZero();
        assertThat(machine.out().lines().skip(4)).containsExactly("FINDINGS  3 unchanged");
    }

    @Test
    void diff_tellsWhatIsNewGrownAndGone() throws IOException {
        String later = client().replace(
                        "\"fingerprint\": \"2c621a87633257c2\",\n   \"count\": 1",
                        "\"fingerprint\": \"2c621a87633257c2\",\n   \"count\": 5")
                .replace("7c9c047fad95a102", "7c9c047fad95a103")
                .replace("\"open\": 4", "\"open\": 10")
                .replace("\"closeWait\": 2", "\"closeWait\": 6")
                .replace("\"takenTime\": \"2026-11-26T19:19:26.493Z\"", "\"takenTime\": \"2026-11-26T20:19:26.493Z\"");
        assertThat(machine.run("diff", file("one.json", client()), file("two.json", later)))
                .isZero();
        assertThat(machine.out()).isEqualTo(Resources.text("golden/cli/diff.out"));
    }

    @Test
    void diff_twoFindingsOfOneFingerprint_areSummed() throws IOException {
        String twins = client().replace("7c9c047fad95a102", "2c621a87633257c2");
        assertThat(machine.run("diff", file("one.json", client()), file("two.json", twins)))
                .isZero();
        assertThat(machine.out().lines())
                .anyMatch(line -> line.startsWith("GROWN") && line.contains("x1 -> x"))
                .anyMatch(line -> line.startsWith("GONE"));
    }

    @Test
    void diff_worseThanBefore_hasGrown() throws IOException {
        String worse = client().replaceFirst("\"severity\": \"info\"", "\"severity\": \"warn\"");
        assertThat(worse).isNotEqualTo(client());
        assertThat(machine.run("diff", file("one.json", client()), file("two.json", worse)))
                .isZero();
        assertThat(machine.out()).contains("was info");
    }

    @Test
    void diff_ofTwoRuns_saysSo() throws IOException {
        String other = file(
                "two.json",
                client().replace("19:19:17.600Z", "20:19:17.600Z").replace("19:19:26.493Z", "10:19:26.493Z"));
        assertThat(machine.run("diff", file("one.json", client()), other)).isZero();
        assertThat(machine.out())
                .contains("NOTE  two runs of a JVM", "NOTE  the second report was taken before the first");
    }

    @Test
    void findingTakenBack_isNone() throws IOException {
        String later = client().replace("\"retracted\": 0", "\"retracted\": 9");
        assertThat(machine.run("diff", file("one.json", client()), file("two.json", later)))
                .isZero();
        assertThat(machine.out().lines().filter(line -> line.startsWith("GONE")))
                .hasSize(3);
    }

    @Test
    void join_saysWhichEndFailed() throws IOException {
        String server = file("server.json", Resources.text("cli/server.json"));
        assertThat(machine.run("join", file("client.json", client()), server)).isZero();
        assertThat(machine.out()).isEqualTo(Resources.text("golden/cli/join.out"));
    }

    @Test
    void join_takesAMappedAddressForTheSame() throws IOException {
        String server = Resources.text("cli/server.json").replace("\"127.0.0.1:", "\"[::ffff:127.0.0.1]:");
        assertThat(machine.run("join", file("client.json", client()), file("server.json", server)))
                .isZero();
        assertThat(machine.out()).contains("PAIRS  2 ");
    }

    @Test
    void join_ofStrangers_saysWhatMayBe() throws IOException {
        String server =
                Resources.text("cli/server.json").replace(":17777", ":4").replace("127.0.0.1", "10.0.0.1");
        assertThat(machine.run("join", file("client.json", client()), file("server.json", server)))
                .isZero();
        assertThat(machine.out()).contains("PAIRS  0 ", "NAT or a proxy");
    }

    @Test
    void join_ofRedactedReports_isRefused() throws IOException {
        String redacted = file("redacted.json", client().replace("127.0.0.1", "addr-1"));
        assertThat(machine.run("join", redacted, file("server.json", Resources.text("cli/server.json"))))
                .isEqualTo(1);
        assertThat(machine.err())
                .isEqualTo("tcpclose: a report with redact=addresses cannot be joined: each file has its own "
                        + "aliases. Take both reports without redact\n");
    }

    @ParameterizedTest
    @CsvSource({
        "eof,open,open, open,shut,open, 'B has sent its FIN, 52m ago: A has read it and not closed'",
        "fin-pending,open,open, open,shut,open, 'B has sent its FIN, 52m ago: A has not read up to it'",
        "fin-pending,open,collected, eof,shut,closed, 'B has closed, 52m ago: A has not read up to it'",
        "eof,shut,open, open,open,closed, 'A has finished both directions and not closed'",
        "reset,open,open, open,open,closed, 'A was told of a reset and has not closed'"
    })
    void join_verdicts(String in, String out, String fd, String peerIn, String peerOut, String peerFd, String said)
            throws IOException {
        String a = file("a.json", one("10.0.0.1:5", "10.0.0.2:80", in, out, fd));
        String b = file("b.json", one("10.0.0.2:80", "10.0.0.1:5", peerIn, peerOut, peerFd));
        assertThat(machine.run("join", a, b)).as("%s", machine.err()).isZero();
        assertThat(machine.out())
                .contains("10.0.0.1:5 -- 10.0.0.2:80   " + said + "\n")
                .contains("  A  opened  x.Y.z(Y.java:1)");
        assertThat(machine.run("join", b, a)).isZero();
        assertThat(machine.out()).contains("  B  opened  x.Y.z(Y.java:1)");
    }

    @ParameterizedTest
    @CsvSource({
        "open,open,open, open,open,open, open at both ends",
        "eof,shut,closed, eof,shut,closed, closed at both ends",
        "unknown,unknown,open, open,open,open, 'open; history unknown: the agent came later'",
        "open,open,open, eof,shut,closed, 'B has closed, and A has seen no FIN: lost, withheld by another holder, or the reports are of different times'"
    })
    void join_blamesNobody(String in, String out, String fd, String peerIn, String peerOut, String peerFd, String said)
            throws IOException {
        String a = file("a.json", one("10.0.0.1:5", "10.0.0.2:80", in, out, fd));
        String b = file("b.json", one("10.0.0.2:80", "10.0.0.1:5", peerIn, peerOut, peerFd));
        assertThat(machine.run("join", a, b)).isZero();
        assertThat(machine.out()).contains("ends that failed to close 0\n", "OTHERS  1  " + said + "\n");
    }

    @Test
    void join_takesAHalfCloseThatGoesOnForLegal() throws IOException {
        String a = one("10.0.0.1:5", "10.0.0.2:80", "eof", "open", "open")
                .replace("\"finAgeMs\"", "\"idleMs\":10,\"finAgeMs\"");
        String b = one("10.0.0.2:80", "10.0.0.1:5", "open", "shut", "open");
        assertThat(machine.run("join", file("a.json", a), file("b.json", b))).isZero();
        assertThat(machine.out()).contains("OTHERS  1  B has half-closed, and A has moved bytes since\n");
    }

    private static String one(String local, String remote, String inbound, String outbound, String descriptor) {
        return ("{\"schema\":1,\"connections\":[{\"id\":1,\"local\":\"%s\",\"remote\":\"%s\",\"inbound\":\"%s\",\"outbound\":\"%s\","
                        + "\"descriptor\":\"%s\",\"finAgeMs\":3120000,\"openedStack\":[\"x.Y.z(Y.java:1)\"]}]}")
                .formatted(local, remote, inbound, outbound, descriptor);
    }

    @ParameterizedTest
    @CsvSource({"{}, it has no schema", "[], is no report of tcpclose", "'{\"schema\":2}', take a newer one"})
    void noReport_isSaidWithItsName(String text, String said) throws IOException {
        String bad = file("bad.json", text);
        assertThat(machine.run("diff", bad, bad)).isEqualTo(1);
        assertThat(machine.err()).startsWith("tcpclose: /bad.json ").contains(said);
    }
}
