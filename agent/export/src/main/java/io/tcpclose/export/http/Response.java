package io.tcpclose.export.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tcpclose.export.JsonError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer.
 *
 * @param headers more lines of its head, each without its end
 * @param length of the body, or -1 where it is not known before it is written
 */
public record Response(int status, String type, List<String> headers, long length, Body body) {
    /** Writes the body; is asked at most once. */
    public interface Body {
        void write(OutputStream out) throws IOException;
    }

    /** What nobody changes any more. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Bytes(byte[] bytes) implements Body {
        @Override
        public void write(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    private static final int UNKNOWN = -1;

    static Response of(int status, String type, byte[] bytes) {
        return new Response(status, type, List.of(), bytes.length, new Bytes(bytes));
    }

    /** One line for a person. */
    static Response text(int status, String line) {
        return of(status, "text/plain; charset=utf-8", (line + "\n").getBytes(UTF_8));
    }

    /** For a program: a JSON object with one member, {@code error}. */
    static Response error(int status, String message) {
        return of(status, "application/json", JsonError.of(message));
    }

    static Response streamed(String type, Body body) {
        return new Response(200, type, List.of(), UNKNOWN, body);
    }

    Response with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new Response(status, type, more, length, body);
    }

    /**
     * One answer a connection: who asks again connects again. A body of unknown length ends with its last chunk, so that what was
     * cut off does not pass for whole; to HTTP/1.0 it ends with the connection.
     *
     * @param server for the header of that name
     */
    void send(OutputStream out, Request request, String server) throws IOException {
        boolean chunked = length == UNKNOWN && request.chunks();
        out.write(head(server, chunked).getBytes(ISO_8859_1));
        if (!request.method().equals("HEAD")) {
            OutputStream to = chunked ? new Chunks(out) : out;
            body.write(to);
            if (chunked) to.close();
        }
    }

    /** As {@link #send}, of an answer whose length is known. Its body is not copied: many may be taking the same. */
    Piece whole(Request request, String server) {
        byte[] bytes = body instanceof Bytes known && !request.method().equals("HEAD") ? known.bytes : new byte[0];
        return new Piece(true, ByteBuffer.wrap(head(server, false).getBytes(ISO_8859_1)), ByteBuffer.wrap(bytes));
    }

    boolean isStreamed() {
        return length == UNKNOWN;
    }

    private String head(String server, boolean chunked) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" \r\n");
        line(head, "Server", server);
        line(head, "Content-Type", type);
        headers.forEach(more -> head.append(more).append("\r\n"));
        if (chunked) line(head, "Transfer-Encoding", "chunked");
        else if (length != UNKNOWN) line(head, "Content-Length", Long.toString(length));
        line(head, "Connection", "close");
        line(head, "Cache-Control", "no-store");
        line(head, "X-Content-Type-Options", "nosniff");
        line(head, "X-Frame-Options", "DENY");
        line(head, "Referrer-Policy", "no-referrer");
        line(head, "Cross-Origin-Resource-Policy", "same-origin");
        return head.append("\r\n").toString();
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
