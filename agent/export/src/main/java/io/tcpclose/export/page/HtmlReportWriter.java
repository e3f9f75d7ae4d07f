package io.tcpclose.export.page;

import io.tcpclose.core.report.Report;
import io.tcpclose.export.JsonReportWriter;
import io.tcpclose.export.ReportWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The report as one HTML file that opens from disk. The JSON goes through, and is never held. */
public final class HtmlReportWriter implements ReportWriter {

    @Override
    public void write(Report report, OutputStream out) throws IOException {
        Page page = Page.load();
        out.write(page.head());
        new JsonReportWriter().write(report, new InScript(out));
        out.write(page.tail());
        out.flush();
    }

    /**
     * JSON as the content of a {@code script} element. Only a {@code <} could end the element or begin a comment in it, and
     * in JSON it stands nowhere but in strings, where it may be escaped.
     */
    private static final class InScript extends FilterOutputStream {
        private static final byte[] ESCAPED = "\\u003c".getBytes(StandardCharsets.US_ASCII);

        InScript(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            if (one == '<') out.write(ESCAPED);
            else out.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int end = offset + length;
            int from = offset;
            for (int i = offset; i < end; i++) {
                if (bytes[i] != '<') continue;
                out.write(bytes, from, i - from);
                out.write(ESCAPED);
                from = i + 1;
            }
            out.write(bytes, from, end - from);
        }
    }
}
