package io.tcpclose.it.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** As much of HTTP/1.1 as a client needs to be content: every request is answered with two bytes. */
final class HttpServing {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private HttpServing() {}

    static void serve(PeerConnection connection) throws IOException {
        while (serveOnce(connection)) {}
    }

    /** False at the end of the stream. */
    static boolean serveOnce(PeerConnection connection) throws IOException {
        if (head(connection) == null) {
            return false;
        }
        connection.write(ANSWER);
        return true;
    }

    /** The lines up to the empty one, or null at the end of the stream. */
    static String head(PeerConnection connection) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = connection.read();
            if (b < 0) {
                return null;
            }
            head.append((char) b);
        }
        return head.toString();
    }
}
