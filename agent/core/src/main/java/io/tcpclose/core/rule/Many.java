package io.tcpclose.core.rule;

/**
 * What is said where one finding stands for several: {@code 90 connections, oldest 7m55s: } and the clause. Occurrences with an
 * equal one are counted together, so it has no numbers of a single one in it.
 *
 * @param noun of more than one
 * @param clause true of each of them, with its full stop
 */
public record Many(String noun, String clause) {
    public static Many connections(String clause) {
        return new Many("connections", clause);
    }

    public static Many listeners(String clause) {
        return new Many("listeners", clause);
    }

    public static Many sockets(String clause) {
        return new Many("sockets", clause);
    }
}
