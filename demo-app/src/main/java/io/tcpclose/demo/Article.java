package io.tcpclose.demo;

import io.tcpclose.demo.article.Closes;
import io.tcpclose.demo.article.Shutdowns;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios of docs/closing-tcp.md: one for each statement that no misuse plays already. */
final class Article {
    static final List<Scenario> SCENARIOS = List.of(
            of(
                    "close-both-ways",
                    "close sends FIN; the peer closes later, and we go through TIME_WAIT",
                    Closes::bothWays),
            of("close-after-the-peer", "close after the peer's FIN: no TIME_WAIT for us", Closes::afterThePeer),
            of("close-shared", "close while another process holds the socket sends no FIN", Closes::shared),
            of("close-unread", "close with bytes unread sends RST", Closes::withUnreadBytes),
            of("close-too-late", "close after the peer's FIN_WAIT_2 has gone is answered by RST", Closes::tooLate),
            of("exit", "exit without close sends FIN", Closes::byExit),
            of("exit-unread", "exit with bytes unread sends RST", Closes::byExitWithUnreadBytes),
            of("shutdown-read", "SHUT_RD sends nothing and discards nothing", Shutdowns::reading),
            of("shutdown-write", "SHUT_WR sends FIN, and reading goes on", Shutdowns::writing),
            of("shutdown-both", "SHUT_RDWR ends both halves and keeps the descriptor", Shutdowns::both),
            of("shutdown-shared", "SHUT_WR sends FIN whoever else holds the socket", Shutdowns::shared),
            of(
                    "write-after-close",
                    "the first write after the peer's close succeeds, the second gets EPIPE",
                    Shutdowns::writesAfterThePeersClose),
            of("fin-behind-data", "a FIN behind unread bytes is there, and no peek sees it", Shutdowns::finBehindData));

    private static final String ALL = "article";

    private Article() {}

    private static Scenario of(String name, String statement, Scenario.Play play) {
        String sentence = Character.toUpperCase(statement.charAt(0)) + statement.substring(1) + ".";
        return new Scenario(name, false, 1, sentence, play);
    }

    /** Throws IllegalArgumentException, with a message for a person. */
    static List<Scenario> named(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("explain takes the name of a scenario, or '" + ALL + "'");
        }
        return names.stream()
                .flatMap(name -> name.equals(ALL) ? SCENARIOS.stream() : Stream.of(one(name)))
                .toList();
    }

    private static Scenario one(String name) {
        return known().filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown scenario '" + name + "'; nearest: '"
                        + Nearest.to(name, known().map(Scenario::name).toList()) + "'"));
    }

    private static Stream<Scenario> known() {
        return Stream.concat(SCENARIOS.stream(), Scenarios.ALL.stream());
    }
}
