package io.tcpclose.export.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/**
 * The secret of {@code http.token-file}: bytes, as UTF-8 has them or as Latin-1, in which not few clients write a
 * header.
 */
final class Token {
    private final byte[] utf8;
    private final byte[] latin1;

    Token(String text) {
        utf8 = text.getBytes(UTF_8);
        latin1 = ISO_8859_1.newEncoder().canEncode(text) ? text.getBytes(ISO_8859_1) : utf8;
    }

    /** In constant time, whatever was sent. */
    boolean is(byte[] sent) {
        return MessageDigest.isEqual(utf8, sent) | MessageDigest.isEqual(latin1, sent);
    }
}
