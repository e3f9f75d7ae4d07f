package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The report as one line of JSON, schema 1 (docs/report-schema.json). Connections are written one at a time. What is
 * unknown is absent; a list that is known to be empty is {@code []}.
 */
public final class JsonReportWriter implements ReportWriter {

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        try (Json json = Json.to(out)) {
            json.root(report, JsonReportWriter::report);
        }
        out.write("\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void report(Json json, Report report) throws IOException {
        json.number("schema", Report.SCHEMA);
        json.object("agent", report.agent(), JsonReportWriter::agent);
        json.object("jvm", report.jvm(), JsonReportWriter::jvm);
        json.time("takenTime", report.takenTime());
        json.object("summary", report.summary(), JsonReportWriter::summary);
        json.array("findings", report.findings(), JsonReportWriter::finding);
        json.array("connections", report.connections(), JsonReportWriter::connection);
        json.array("listeners", report.listeners(), JsonReportWriter::listener);
        json.array("endpoints", report.endpoints(), JsonReportWriter::endpoint);
        json.array("sites", report.sites(), JsonReportWriter::site);
        json.object("kernel", report.kernel(), JsonReportWriter::kernel);
    }

    private static void kernel(Json json, Report.KernelFacts kernel) throws IOException {
        json.string("scope", kernel.scope());
        json.map("events", kernel.events(), Json::number);
        json.map("sockstat", kernel.sockstat(), Json::number);
    }

    private static void pass(Json json, Report.Pass pass) throws IOException {
        json.time("time", pass.time());
        json.number("tookMs", pass.tookMs());
    }

    private static void agent(Json json, Report.Agent agent) throws IOException {
        json.string("version", agent.version());
        json.map("options", agent.options(), (to, name, option) -> to.object(name, option, JsonReportWriter::option));
        json.object("hookPoints", agent.hookPoints(), JsonReportWriter::hookPoints);
        json.map("capabilities", agent.capabilities(), Json::bool);
        json.number("hookErrors", agent.hookErrors());
        if (agent.notes() != null && !agent.notes().isEmpty()) {
            json.strings("notes", agent.notes());
        }
        if (agent.lastPass() != null) json.object("lastPass", agent.lastPass(), JsonReportWriter::pass);
    }

    private static void option(Json json, Report.OptionValue option) throws IOException {
        json.string("value", option.value());
        json.string("source", option.source());
    }

    private static void hookPoints(Json json, Report.HookPoints hookPoints) throws IOException {
        json.number("matched", hookPoints.matched());
        json.number("expected", hookPoints.expected());
        json.strings("missing", hookPoints.missing());
    }

    private static void jvm(Json json, Report.Jvm jvm) throws IOException {
        json.number("pid", jvm.pid());
        json.string("host", jvm.host());
        json.string("main", jvm.main());
        json.string("java", jvm.java());
        json.time("startedTime", jvm.startedTime());
    }

    private static void summary(Json json, Report.Summary summary) throws IOException {
        json.number("opened", summary.opened());
        json.number("closed", summary.closed());
        json.number("collected", summary.collected());
        json.number("open", summary.open());
        json.number("connectsFailed", summary.connectsFailed());
        json.number("untracked", summary.untracked());
        json.number("suppressed", summary.suppressed());
        json.object("findings", summary.findings(), JsonReportWriter::severities);
        json.map("rules", summary.rules(), Json::number);
        json.object("halfClose", summary.halfClose(), JsonReportWriter::halfClose);
        json.map("states", summary.states(), Json::number);
        json.object("closeWait", summary.closeWait(), JsonReportWriter::closeWait);
    }

    private static void closeWait(Json json, Report.CloseWait closeWait) throws IOException {
        json.number("noticed", closeWait.noticed());
        json.number("unnoticed", closeWait.unnoticed());
        json.number("unknown", closeWait.unknown());
    }

    private static void severities(Json json, Report.SeverityCounts counts) throws IOException {
        json.number("error", counts.error());
        json.number("warn", counts.warn());
        json.number("info", counts.info());
    }

    private static void halfClose(Json json, Report.HalfClose halfClose) throws IOException {
        json.number("legal", halfClose.legal());
        json.number("misuse", halfClose.misuse());
    }

    private static void finding(Json json, Report.Finding finding) throws IOException {
        json.string("rule", finding.rule());
        json.string("severity", finding.severity());
        json.string("fingerprint", finding.fingerprint());
        json.number("count", finding.count());
        json.number("active", finding.active());
        json.number("retracted", finding.retracted());
        json.time("firstTime", finding.firstTime());
        json.time("lastTime", finding.lastTime());
        json.string("endpoint", finding.endpoint());
        json.string("message", finding.message());
        json.string("advice", finding.advice());
        json.string("suppression", finding.suppression());
        json.stack("openedStack", finding.openedStack());
        json.stack("offendingStack", finding.offendingStack());
        json.string("offendingThread", finding.offendingThread());
        json.string("traceId", finding.traceId());
        json.string("spanId", finding.spanId());
        json.array("exemplars", finding.exemplars(), JsonReportWriter::exemplar);
    }

    private static void exemplar(Json json, Report.Exemplar exemplar) throws IOException {
        json.number("id", exemplar.id());
        json.string("local", exemplar.local());
        json.string("remote", exemplar.remote());
    }

    private static void connection(Json json, Report.Connection connection) throws IOException {
        json.number("id", connection.id());
        json.number("fd", connection.fd());
        json.string("kind", connection.kind());
        json.string("role", connection.role());
        json.bool("tls", connection.tls());
        json.string("tlsBy", connection.tlsBy());
        json.string("local", connection.local());
        json.string("remote", connection.remote());
        json.string("remoteHost", connection.remoteHost());
        json.string("state", connection.state());
        json.string("inbound", connection.inbound());
        json.string("outbound", connection.outbound());
        json.string("descriptor", connection.descriptor());
        json.time("openedTime", connection.openedTime());
        json.number("ageMs", connection.ageMs());
        json.number("finAgeMs", connection.finAgeMs());
        json.number("idleMs", connection.idleMs());
        json.number("idleBeforeFinMs", connection.idleBeforeFinMs());
        json.number("bytesRead", connection.bytesRead());
        json.number("bytesWritten", connection.bytesWritten());
        json.number("unreadBytes", connection.unreadBytes());
        json.number("retransmits", connection.retransmits());
        json.object("sharing", connection.sharing(), JsonReportWriter::sharing);
        json.stack("openedStack", connection.openedStack());
        json.object("lastUse", connection.lastUse(), JsonReportWriter::lastUse);
        json.strings("nowIn", connection.nowIn());
        json.array("timeline", connection.timeline(), JsonReportWriter::step);
    }

    private static void sharing(Json json, Report.Sharing sharing) throws IOException {
        json.number("readers", sharing.readers());
        json.number("writers", sharing.writers());
        json.strings("layers", sharing.layers());
        json.strings("processes", sharing.processes());
    }

    private static void lastUse(Json json, Report.LastUse lastUse) throws IOException {
        json.string("thread", lastUse.thread());
        json.number("ageMs", lastUse.ageMs());
        json.stack("stack", lastUse.stack());
    }

    /** A step that the kernel told has no stack: absent, not empty. */
    private static void step(Json json, Report.Step step) throws IOException {
        json.number("atMs", step.atMs());
        json.string("event", step.event());
        json.string("thread", step.thread());
        if (step.stack() != null && !step.stack().isEmpty()) {
            json.stack("stack", step.stack());
        }
        json.string("by", step.by());
        json.string("why", step.why());
    }

    private static void listener(Json json, Report.Listener listener) throws IOException {
        json.number("id", listener.id());
        json.string("local", listener.local());
        json.string("descriptor", listener.descriptor());
        json.number("acceptQueue", listener.acceptQueue());
        json.number("backlogCloseWait", listener.backlogCloseWait());
        json.number("sharedBy", listener.sharedBy());
        json.number("accepted", listener.accepted());
        json.object("lastAccept", listener.lastAccept(), JsonReportWriter::lastAccept);
        json.stack("openedStack", listener.openedStack());
        json.array("timeline", listener.timeline(), JsonReportWriter::step);
    }

    private static void lastAccept(Json json, Report.LastAccept lastAccept) throws IOException {
        json.string("thread", lastAccept.thread());
        json.number("ageMs", lastAccept.ageMs());
        json.stack("stack", lastAccept.stack());
        json.string("failure", lastAccept.failure());
        json.number("failureAgeMs", lastAccept.failureAgeMs());
    }

    private static void endpoint(Json json, Report.Endpoint endpoint) throws IOException {
        json.string("endpoint", endpoint.endpoint());
        json.number("opened", endpoint.opened());
        json.number("closed", endpoint.closed());
        json.number("open", endpoint.open());
        json.number("closeWait", endpoint.closeWait());
        json.number("connectsFailed", endpoint.connectsFailed());
        json.object("closedFirst", endpoint.closedFirst(), JsonReportWriter::closedFirst);
        json.number("idleBeforeFinMsMedian", endpoint.idleBeforeFinMsMedian());
        json.number("timeWait", endpoint.timeWait());
    }

    private static void closedFirst(Json json, Report.ClosedFirst closedFirst) throws IOException {
        json.number("local", closedFirst.local());
        json.number("peer", closedFirst.peer());
        json.number("unknown", closedFirst.unknown());
    }

    private static void site(Json json, Report.Site site) throws IOException {
        json.string("site", site.site());
        json.number("opened", site.opened());
        json.number("open", site.open());
        json.number("closeWait", site.closeWait());
    }
}
