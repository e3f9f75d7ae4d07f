package io.tcpclose.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every meter there is: the single source of its name, type, unit, tags and meaning. All values are those of the agent's last
 * probe ({@code probe.interval}).
 */
public enum TcpCloseMeters implements MeterDocumentation {
    CONNECTIONS(
            "tcpclose.connections",
            Form.GAUGE,
            Scope.BASIC,
            "Open TCP connections (descriptors of sockets that were not given back), by TCP state as far as calls and FINs tell it",
            Tag.STATE,
            Tag.ROLE),
    OPENED(
            "tcpclose.connections.opened",
            Form.COUNTER,
            Scope.BASIC,
            "Connections that were established: connected, accepted, or met after a late attach",
            Tag.ROLE,
            Tag.KIND),
    CLOSED(
            "tcpclose.connections.closed",
            Form.COUNTER,
            Scope.BASIC,
            "Established connections whose descriptor was given back, by how they ended",
            Tag.ROLE,
            Tag.HOW),
    FIRST_CLOSER(
            "tcpclose.connections.first.closer",
            Form.COUNTER,
            Scope.ALL,
            "Closed connections by whose FIN or RST came first",
            Tag.ROLE,
            Tag.FIRST),
    HALF_CLOSED(
            "tcpclose.connections.half.closed",
            Form.GAUGE,
            Scope.BASIC,
            "Open connections on which a FIN was sent: by which side, and whether the application has read the end of the peer's stream",
            Tag.SIDE,
            Tag.EOF),
    LIFETIME(
            "tcpclose.connection.lifetime",
            Form.HISTOGRAM,
            Scope.ALL,
            "Time from the opening of a connection to its close",
            Tag.ROLE),
    CONNECTS_FAILED(
            "tcpclose.connects.failed",
            Form.COUNTER,
            Scope.BASIC,
            "Connects that did not lead to a connection",
            Tag.REASON),
    HALF_CLOSE_DURATION(
            "tcpclose.half.close.duration",
            Form.TIMER,
            Scope.ALL,
            "Time from the first FIN to the close of connections that were used half-closed, by who sent that FIN",
            Tag.SIDE,
            Tag.VERDICT),
    FIN_TO_CLOSE("tcpclose.fin.to.close", Form.HISTOGRAM, Scope.ALL, "Time from the peer's FIN to our close", Tag.ROLE),
    IDLE_BEFORE_FIN(
            "tcpclose.idle.before.fin",
            Form.HISTOGRAM,
            Scope.ALL,
            "Time without a byte before the peer's FIN, as far as it is known: the peer's idle timeout shows here",
            Tag.ROLE),
    CLOSE_WAIT_AGE_MAX(
            "tcpclose.close.wait.age.max",
            Form.TIME_GAUGE,
            Scope.BASIC,
            "Time since the peer's FIN of the connection that is longest in CLOSE_WAIT",
            Tag.ROLE),
    SHUTDOWNS(
            "tcpclose.shutdowns",
            Form.COUNTER,
            Scope.ALL,
            "Calls of shutdownInput and shutdownOutput by the application",
            Tag.DIRECTION),
    WRITES_AFTER_FIN(
            "tcpclose.writes.after.fin",
            Form.COUNTER,
            Scope.BASIC,
            "Connections that were written to after the peer's FIN: answered by a RST (lost), or closed without one (legal)",
            Tag.OUTCOME),
    WRITES_AFTER_FIN_PENDING(
            "tcpclose.writes.after.fin.pending",
            Form.GAUGE,
            Scope.BASIC,
            "Open connections that were written to after the peer's FIN and that no RST has answered"),
    FINDINGS(
            "tcpclose.findings",
            Form.COUNTER,
            Scope.BASIC,
            "Occurrences of each rule, at the severity that each had at first",
            Tag.RULE,
            Tag.SEVERITY),
    FINDINGS_ACTIVE(
            "tcpclose.findings.active",
            Form.GAUGE,
            Scope.BASIC,
            "Occurrences that still hold: the connection is open and as the rule says",
            Tag.RULE),
    FINDINGS_RETRACTED(
            "tcpclose.findings.retracted",
            Form.COUNTER,
            Scope.ALL,
            "Occurrences taken back, since their connection proved legal",
            Tag.RULE),
    FINDINGS_SUPPRESSED(
            "tcpclose.findings.suppressed",
            Form.COUNTER,
            Scope.ALL,
            "Occurrences that a suppression of the user covers",
            Tag.RULE),
    SITE_OPEN(
            "tcpclose.site.open",
            Form.GAUGE,
            Scope.ALL,
            "Open connections by opening call site, of those with CLOSE_WAIT or an active finding; the rest is other",
            Tag.SITE),
    SITE_CLOSE_WAIT(
            "tcpclose.site.close.wait",
            Form.GAUGE,
            Scope.ALL,
            "Connections in CLOSE_WAIT by opening call site",
            Tag.SITE),
    ENDPOINT_CLOSE_WAIT(
            "tcpclose.endpoint.close.wait",
            Form.GAUGE,
            Scope.ALL,
            "Outbound connections in CLOSE_WAIT by remote endpoint",
            Tag.ENDPOINT),
    SHARED(
            "tcpclose.shared",
            Form.GAUGE,
            Scope.ALL,
            "Open connections that more than one thread reads or writes, or that another process holds too (looked for once a minute)",
            Tag.WITH),
    ACCEPT_QUEUE(
            "tcpclose.listener.accept.queue",
            Form.GAUGE,
            Scope.ALL,
            "Connections that wait to be accepted, at the last reading of the kernel's tables",
            Tag.PORT),
    BACKLOG_CLOSE_WAIT(
            "tcpclose.listener.backlog.close.wait",
            Form.GAUGE,
            Scope.ALL,
            "Connections that wait to be accepted and have the peer's FIN already",
            Tag.PORT),
    ORPHANS(
            "tcpclose.orphans",
            Form.GAUGE,
            Scope.ALL,
            "Connections that we closed and whose kernel half went on at the last reading of the kernel's tables",
            Tag.STATE),
    UNTRACKED(
            "tcpclose.sockets.untracked",
            Form.GAUGE,
            Scope.BASIC,
            "TCP sockets of this process that no instrumented path opened, at the last look"),
    FDS_OPEN("tcpclose.fds.open", Form.GAUGE, Scope.OWN, "Open descriptors of this process, of any sort"),
    FDS_LIMIT("tcpclose.fds.limit", Form.GAUGE, Scope.OWN, "Descriptors that this process may have open (soft limit)"),
    KERNEL_EVENTS(
            "tcpclose.kernel.events",
            Form.COUNTER,
            Scope.ALL,
            "TcpExt counters of the kernel that speak of bad ends, of the whole network namespace",
            Tag.EVENT,
            Tag.SCOPE),
    BUILD("tcpclose.agent.build", Form.GAUGE, Scope.BASIC, "Always 1", Tag.VERSION),
    HOOK_ERRORS(
            "tcpclose.agent.hook.errors",
            Form.COUNTER,
            Scope.BASIC,
            "Errors inside hooks, caught and counted; the application did not see them",
            Tag.WHERE),
    DROPPED(
            "tcpclose.agent.dropped",
            Form.COUNTER,
            Scope.ALL,
            "What found no room or no time and is missing from what the agent tells; series: meters beyond the cap of this registry",
            Tag.WHERE),
    PASS_AGE(
            "tcpclose.agent.pass.age",
            Form.TIME_GAUGE,
            Scope.BASIC,
            "Time since the agent's thread last looked at the open connections; one that grows beyond a few probe.interval tells that it stands"),
    PROBE("tcpclose.agent.probe", Form.TIMER, Scope.ALL, "Time that the agent's thread has spent", Tag.SOURCE),
    CAPABILITY(
            "tcpclose.agent.capability",
            Form.GAUGE,
            Scope.ALL,
            "Whether a question to the kernel is possible here (1) or not (0)",
            Tag.NAME);

    /** What it becomes in Micrometer. */
    enum Form {
        GAUGE(Meter.Type.GAUGE),
        COUNTER(Meter.Type.COUNTER),
        /** Read in milliseconds. */
        TIME_GAUGE(Meter.Type.GAUGE),
        /** Count and sum. */
        TIMER(Meter.Type.TIMER),
        /** Count and sum, and buckets where the registry has room for them: the agent's own. */
        HISTOGRAM(Meter.Type.TIMER);

        private final Meter.Type type;

        Form(Meter.Type type) {
            this.type = type;
        }
    }

    /** Where it is registered. */
    enum Scope {
        BASIC,
        ALL,
        /** In the agent's own registry only: an application has meters of its own for it. */
        OWN
    }

    private final String name;
    private final Form form;
    private final Scope scope;
    private final String description;
    private final Tag[] tags;

    TcpCloseMeters(String name, Form form, Scope scope, String description, Tag... tags) {
        this.name = name;
        this.form = form;
        this.scope = scope;
        this.description = description;
        this.tags = tags;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Meter.Type getType() {
        return form.type;
    }

    @Override
    public KeyName[] getKeyNames() {
        return tags.clone();
    }

    /** {@code seconds} for what is a time, else null. */
    @Override
    public @Nullable String getBaseUnit() {
        return form == Form.COUNTER || form == Form.GAUGE ? null : "seconds";
    }

    /** One sentence: the help text. */
    public String description() {
        return description;
    }

    /** Whether it is there with {@code meters=basic}, and so by default in an application's registry. */
    public boolean isBasic() {
        return scope == Scope.BASIC;
    }

    /** Whether only the agent's own registry has it. */
    public boolean isOwnOnly() {
        return scope == Scope.OWN;
    }

    /** Whether the agent's own registry has buckets of it. */
    public boolean hasBuckets() {
        return form == Form.HISTOGRAM;
    }

    Form form() {
        return form;
    }

    /** Key and value alternating, as builders take them. */
    String[] keyValues(List<String> values) {
        List<String> both = new ArrayList<>(2 * tags.length);
        for (int i = 0; i < tags.length; i++) {
            both.add(tags[i].asString());
            both.add(values.get(i));
        }
        return both.toArray(new String[0]);
    }
}
