package io.tcpclose.it.bug;

import fi.iki.elonen.NanoHTTPD;
import java.util.HashMap;

/** NanoHTTPD: an answer without the body being read. close() then sends RST, and the client may lose the answer. */
final class HttpServer extends NanoHTTPD {
    private static final int BODY = 300_000;

    private final boolean reads;

    private HttpServer(boolean reads) {
        super("127.0.0.1", 0);
        this.reads = reads;
    }

    static void serve(boolean fixed) throws Exception {
        HttpServer server = new HttpServer(fixed);
        server.start(2_000, true);
        BugMain.KEPT.add(server);
        String head = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + BODY + "\r\n\r\n";
        BugPeer.start("connect:" + server.getListeningPort(), "say:" + head, "fill:" + BODY, "hold");
    }

    @Override
    public Response serve(IHTTPSession session) {
        if (reads) {
            try {
                session.parseBody(new HashMap<>());
            } catch (Exception e) {
                return newFixedLengthResponse(Response.Status.INTERNAL_ERROR, MIME_PLAINTEXT, e.toString());
            }
        }
        Response response = newFixedLengthResponse(Response.Status.FORBIDDEN, MIME_PLAINTEXT, "no");
        response.addHeader("Connection", "close");
        return response;
    }
}
