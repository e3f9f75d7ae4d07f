package io.tcpclose.core.report;

import io.tcpclose.bootstrap.StackBudget;
import io.tcpclose.bootstrap.Tracing;
import io.tcpclose.core.probe.Engine;
import java.util.List;

/**
 * Something that found no room or no time and is missing from what the agent tells.
 *
 * @param where its name among the meters; several may share one
 * @param what a clause that follows the number
 */
public record Loss(String where, long count, String what) {
    /** Every kind of loss there is, also those that have not happened. */
    public static List<Loss> all(Engine engine) {
        return List.of(
                new Loss(
                        "connections",
                        Tracing.untracked(),
                        "connections were not followed: more than max-connections, or a number beyond the table"),
                new Loss(
                        "events",
                        engine.inbox().dropped(),
                        "events were dropped: more than the agent's thread could take"),
                new Loss(
                        "work",
                        engine.errors().count(),
                        "errors in the agent's own work were caught: what failed is left out"),
                new Loss("findings", engine.ledger().dropped(), "occurrences found no room among the findings"),
                new Loss(
                        "sites",
                        engine.ledger().sites().fallen(),
                        "call sites were forgotten to make room for others: connections opened there are counted as (other)"),
                new Loss("stacks", StackBudget.refused(), "stacks were sampled away: too many in one probe interval"),
                new Loss(
                        "hints",
                        engine.kernel().spuriousHints(),
                        "hints of the FIN watcher spoke of another process's socket and were dropped"),
                new Loss(
                        "closes",
                        engine.kernel().closesNotFollowed(),
                        "closes were not followed up in the kernel's tables: too many at once"),
                new Loss(
                        "closes",
                        engine.kernel().holdersLeftOut(),
                        "sockets that we closed are held by somebody who was not found in the time that a look may take"),
                new Loss(
                        "readings",
                        engine.kernel().looksBrokenOff(),
                        "looks at the descriptors of other processes were broken off: who shares a socket with this one may be missing"),
                new Loss(
                        "older",
                        engine.kernel().olderNotSeen(),
                        "descriptors older than the agent were not looked at: too many at once"),
                new Loss(
                        "readings",
                        engine.kernel().truncatedReadings(),
                        "readings of /proc/net/tcp ended at the most rows that are read"),
                new Loss(
                        "lines",
                        engine.unwritten(),
                        "lines of the agent or its log were not written: the output did not take them in time"));
    }
}
