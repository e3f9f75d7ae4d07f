package io.tcpclose.export.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/** HTTP by hand: what a client library would refuse to send is sent. */
record RawHttp(int status, List<String> headers, String body) {
    /** @param lines of the request, without {@code Connection: close} and the empty one */
    static RawHttp ask(int port, String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return of(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
        }
    }

    static RawHttp get(int port, String path, String... headers) throws IOException {
        String more = headers.length == 0 ? "" : "\r\n" + String.join("\r\n", headers);
        return ask(port, "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + more);
    }

    private static RawHttp of(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) throw new AssertionError("no answer: " + answer);
        List<String> head = answer.substring(0, end).lines().toList();
        String body = answer.substring(end + 4);
        return new RawHttp(
                Integer.parseInt(head.get(0).substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length())),
                head.subList(1, head.size()),
                head.contains("Transfer-Encoding: chunked") ? joined(body) : body);
    }

    private static String joined(String chunks) {
        int line = chunks.indexOf("\r\n");
        int length = Integer.parseInt(chunks.substring(0, line), 16);
        if (length == 0) return "";
        int from = line + 2;
        return chunks.substring(from, from + length) + joined(chunks.substring(from + length + 2));
    }

    /** How many connections the report in the body has. */
    int connections() throws IOException {
        return new ObjectMapper().readTree(body).get("connections").size();
    }
}
