package io.tcpclose.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A refusal for a program that asked: an object with one member, {@code error}. */
public final class JsonError {
    private JsonError() {}

    public static byte[] of(String message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Json json = Json.to(out)) {
            json.root(message, (to, text) -> to.string("error", text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
