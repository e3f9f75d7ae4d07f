package io.tcpclose.export.http;

import io.tcpclose.core.report.Report;
import io.tcpclose.export.JsonReportWriter;
import io.tcpclose.export.ReportWriter;
import io.tcpclose.export.page.HtmlReportWriter;
import io.tcpclose.export.page.LivePage;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.function.Supplier;

/** The pages that can be read. */
public final class AgentPages implements Pages {
    static final String METRICS = "/metrics";
    static final String REPORT = "/api/report";
    static final String REPORT_PAGE = "/report.html";
    private static final String HTML = "text/html; charset=utf-8";

    /** The meters as Prometheus reads them. */
    public interface Metrics {
        byte[] page(String type) throws IOException;

        /** @param accept what the reader says it takes, empty where it does not say */
        String typeFor(String accept);
    }

    private final Supplier<Report> reports;
    /** One for all who take it, and none where nobody does: it is large. */
    private volatile WeakReference<byte[]> livePage = new WeakReference<>(null);

    private final Metrics metrics;

    /** @param reports a report of this moment, with what is to be hidden hidden; any thread */
    public AgentPages(Supplier<Report> reports, Metrics metrics) {
        this.reports = reports;
        this.metrics = metrics;
    }

    @Override
    public Cost cost(Request request) {
        return switch (request.path()) {
            case REPORT, REPORT_PAGE -> Cost.REPORT;
            case "/" -> Cost.PAGE;
            default -> Cost.CHEAP;
        };
    }

    @Override
    public Response answer(Request request) throws Refusal {
        try {
            return page(request);
        } catch (IOException e) {
            return Response.text(500, "the agent could not answer: " + e.getMessage());
        }
    }

    private Response page(Request request) throws IOException, Refusal {
        return switch (request.path()) {
            case "/healthz" -> Response.text(200, "ok");
            case METRICS -> metrics(request);
            case "/" -> page(Response.of(200, HTML, livePage()));
            case REPORT -> report(ReportQuery.of(request.query()), "application/json", new JsonReportWriter());
            case REPORT_PAGE -> page(report(ReportQuery.of(request.query()), HTML, new HtmlReportWriter()));
            default -> Response.text(404, "there are /, /api/report, /report.html, /metrics and /healthz");
        };
    }

    private byte[] livePage() throws IOException {
        byte[] page = livePage.get();
        if (page == null) livePage = new WeakReference<>(page = LivePage.bytes());
        return page;
    }

    private Response metrics(Request request) throws IOException {
        String type = metrics.typeFor(request.headers().getOrDefault("accept", ""));
        return Response.of(200, type, metrics.page(type));
    }

    private Response report(ReportQuery query, String type, ReportWriter writer) {
        Report report = query.of(reports.get());
        return Response.streamed(type, out -> writer.write(report, out));
    }

    private static Response page(Response response) throws IOException {
        return response.with("Content-Security-Policy", LivePage.contentSecurityPolicy());
    }
}
