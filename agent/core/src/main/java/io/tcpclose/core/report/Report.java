package io.tcpclose.core.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One audit, as values: what every writer (text, JSON) shows. The component names are the field names of the published
 * JSON Schema; within schema 1 components are only added.
 *
 * <p>{@code null} means unknown and is left out by the writers; it never stands for zero. {@link #connections} is an
 * {@link Iterable} so that ten thousand connections are rendered one at a time and never held at once.
 */
public record Report(
        Agent agent,
        Jvm jvm,
        Instant takenTime,
        Summary summary,
        List<Finding> findings,
        Iterable<Connection> connections,
        List<Listener> listeners,
        List<Endpoint> endpoints,
        List<Site> sites,
        @Nullable KernelFacts kernel) {

    /** The number of the schema that this model follows. */
    public static final int SCHEMA = 1;

    /** The same with other findings and connections; the sums stay those of all. */
    public Report with(List<Finding> findings, Iterable<Connection> connections) {
        return new Report(agent, jvm, takenTime, summary, findings, connections, listeners, endpoints, sites, kernel);
    }

    /** @param notes what was lost or could not be told, one sentence each; empty when nothing was */
    public record Agent(
            String version,
            Map<String, OptionValue> options,
            HookPoints hookPoints,
            Map<String, Boolean> capabilities,
            long hookErrors,
            List<String> notes,
            @Nullable Pass lastPass) {

        /** Before the first pass. */
        public Agent(
                String version,
                Map<String, OptionValue> options,
                HookPoints hookPoints,
                Map<String, Boolean> capabilities,
                long hookErrors,
                List<String> notes) {
            this(version, options, hookPoints, capabilities, hookErrors, notes, null);
        }
    }

    /**
     * A pass of the agent's thread over the open connections.
     *
     * @param time when it ended
     * @param tookMs how long it took
     */
    public record Pass(Instant time, long tookMs) {}

    /** @param source {@code argument}, {@code system-property}, {@code environment}, {@code file} or {@code default} */
    public record OptionValue(String value, String source) {}

    /** @param missing names of the hook points that no class of this JDK matched, or that did not fire in the self-test */
    public record HookPoints(int matched, int expected, List<String> missing) {}

    public record Jvm(long pid, String host, String main, String java, Instant startedTime) {}

    /**
     * What belongs to no connection.
     *
     * @param scope {@code netns}: counted by the kernel for the whole network namespace, other processes included
     * @param events counters of TcpExt in /proc/net/netstat that bear on closing, since the namespace began
     * @param sockstat of /proc/net/sockstat, at this moment
     */
    public record KernelFacts(String scope, Map<String, Long> events, Map<String, Long> sockstat) {}

    /**
     * Accounting, of descriptors: {@code opened = closed + open}; {@code collected} and {@code connectsFailed} are parts of either.
     * Endpoints and meters count connections, and so never those whose connect failed.
     *
     * @param states open connections by their state, those without a known one left out
     */
    public record Summary(
            long opened,
            long closed,
            long collected,
            long open,
            long connectsFailed,
            long untracked,
            long suppressed,
            SeverityCounts findings,
            Map<String, Long> rules,
            HalfClose halfClose,
            Map<String, Long> states,
            CloseWait closeWait) {}

    /** Open connections in CLOSE_WAIT: whether the application has read up to the FIN; the rest is unknown. */
    public record CloseWait(long noticed, long unnoticed, long unknown) {}

    /** Numbers of findings (groups, not occurrences) at their latest severity. */
    public record SeverityCounts(int error, int warn, int info) {}

    /** Verdicts over ended half-closes. */
    public record HalfClose(long legal, long misuse) {}

    /**
     * @param severity {@code error}, {@code warn} or {@code info}
     * @param traceId of the offending thread, else of the one that opened the connection
     * @param spanId as traceId
     */
    public record Finding(
            String rule,
            String severity,
            String fingerprint,
            long count,
            long active,
            long retracted,
            Instant firstTime,
            Instant lastTime,
            @Nullable String endpoint,
            String message,
            String advice,
            String suppression,
            List<String> openedStack,
            List<String> offendingStack,
            @Nullable String offendingThread,
            List<Exemplar> exemplars,
            @Nullable String traceId,
            @Nullable String spanId) {}

    public record Exemplar(
            long id, @Nullable String local, @Nullable String remote) {}

    /** @param kind {@code socket}, {@code channel}, {@code async} or {@code unknown} */
    public record Connection(
            long id,
            @Nullable Integer fd,
            String kind,
            @Nullable String role,
            boolean tls,
            @Nullable String tlsBy,
            @Nullable String local,
            @Nullable String remote,
            @Nullable String remoteHost,
            @Nullable String state,
            String inbound,
            String outbound,
            String descriptor,
            @Nullable Instant openedTime,
            @Nullable Long ageMs,
            @Nullable Long finAgeMs,
            @Nullable Long idleMs,
            @Nullable Long idleBeforeFinMs,
            long bytesRead,
            long bytesWritten,
            @Nullable Long unreadBytes,
            @Nullable Long retransmits,
            Sharing sharing,
            List<String> openedStack,
            @Nullable LastUse lastUse,
            List<String> nowIn,
            List<Step> timeline) {}

    /**
     * @param readers distinct threads that read; 5 stands for "more than four"
     * @param processes others that hold the same socket, as {@code pid command}
     */
    public record Sharing(int readers, int writers, List<String> layers, List<String> processes) {}

    public record LastUse(String thread, long ageMs, List<String> stack) {}

    /**
     * @param atMs milliseconds since the connection was opened
     * @param by {@code tls} or {@code jdk} where it was not the application's doing
     * @param why the reason of {@code by}
     */
    public record Step(
            long atMs,
            String event,
            @Nullable String thread,
            List<String> stack,
            @Nullable String by,
            @Nullable String why) {
        /** Of the application, or of the kernel. */
        public static Step of(long atMs, String event, @Nullable String thread, List<String> stack) {
            return new Step(atMs, event, thread, stack, null, null);
        }
    }

    /**
     * @param local absent while it is not bound
     * @param backlogCloseWait of several listeners of a port the first has the count of all, as the kernel does not tell which
     * @param sharedBy listeners of this JVM at that address and port, where there are several
     * @param accepted connections it has taken
     */
    public record Listener(
            long id,
            @Nullable String local,
            @Nullable String descriptor,
            @Nullable Integer acceptQueue,
            @Nullable Integer backlogCloseWait,
            @Nullable Integer sharedBy,
            long accepted,
            @Nullable LastAccept lastAccept,
            List<String> openedStack,
            List<Step> timeline) {}

    /**
     * Known as far as it happened.
     *
     * @param ageMs since a connection was taken
     * @param stack of an accept at most one probe interval older
     * @param failure why the last accept that failed did, in the words of the JDK
     * @param failureAgeMs since then
     */
    public record LastAccept(
            @Nullable String thread,
            @Nullable Long ageMs,
            List<String> stack,
            @Nullable String failure,
            @Nullable Long failureAgeMs) {}

    public record Endpoint(
            String endpoint,
            long opened,
            long closed,
            long open,
            long closeWait,
            long connectsFailed,
            ClosedFirst closedFirst,
            @Nullable Long idleBeforeFinMsMedian,
            @Nullable Long timeWait) {}

    public record ClosedFirst(long local, long peer, long unknown) {}

    /** @param site {@code pkg.Class.method} of the first application frame; {@code (other)} sums what was not resolved */
    public record Site(String site, long opened, long open, long closeWait) {}
}
