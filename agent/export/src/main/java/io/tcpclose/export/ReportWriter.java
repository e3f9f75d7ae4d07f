package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.io.IOException;
import java.io.OutputStream;

/** One form of the report. Implementations are stateless and may be shared between threads. */
public interface ReportWriter {

    /**
     * Writes the whole report as UTF-8, going through {@link Report#connections} once. Flushes the stream and leaves it
     * open.
     */
    void write(Report report, OutputStream out) throws IOException;
}
