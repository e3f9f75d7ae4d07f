package io.tcpclose.agent.cli.control;

import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.export.JsonReportReader;
import io.tcpclose.export.Text;
import io.tcpclose.export.http.JvmIdentity;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** An HTTP/1.1 response (RFC 9112): its body ends as Content-Length says, with the last chunk, or with the connection. */
public final class Answer implements Closeable {
    private static final int MAX_LINE = 8_192;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_TEXT = 1 << 16;
    private static final String SERVER = "tcpclose/";

    private final InputStream in;
    private final InputStream body;
    private final int status;
    private final Map<String, String> headers;

    private Answer(InputStream in, InputStream body, int status, Map<String, String> headers) {
        this.in = in;
        this.body = body;
        this.status = status;
        this.headers = headers;
    }

    static Answer from(InputStream in) throws IOException {
        int status = status(line(in));
        Map<String, String> headers = headers(in);
        return new Answer(in, body(in, headers), status, headers);
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.\\d \\d{3}( .*)?")) throw new IOException("no HTTP: " + Text.clean(line));
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() == MAX_HEADERS) throw new IOException("bad header: " + Text.clean(line));
            headers.putIfAbsent(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static InputStream body(InputStream in, Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) return new ChunkedInput(in);
        String length = headers.get("content-length");
        if (length == null) return in;
        if (!length.matches("\\d{1,18}")) throw new IOException("bad length: " + Text.clean(length));
        return new BoundedInput(in, Long.parseLong(length));
    }

    /** Without its line end. */
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new IOException("the answer broke off");
            if (line.size() == MAX_LINE) throw new IOException("a line of the answer has no end");
            if (c != '\r') line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    public InputStream body() {
        return body;
    }

    /** Of a short answer. */
    public String text() throws IOException {
        return new String(body.readNBytes(MAX_TEXT), StandardCharsets.UTF_8);
    }

    public String agentVersion() {
        String server = headers.getOrDefault("server", "");
        return server.startsWith(SERVER) ? Text.clean(server.substring(SERVER.length())) : "?";
    }

    /** Which JVM it says it is in. */
    JvmIdentity jvm() {
        return JvmIdentity.parse(headers.getOrDefault(JvmIdentity.HEADER.toLowerCase(Locale.ROOT), ""));
    }

    /** Refuses in the agent's words when it did not do what it was asked. */
    public void check() throws IOException {
        if (status / 100 == 2) return;
        String text = text();
        String error = JsonReportReader.error(text);
        throw new Refusal("the agent " + agentVersion() + " says no (" + status + "): "
                + Text.clean(error == null ? text.strip() : error));
    }

    public boolean isDone() {
        return status / 100 == 2;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
