package io.tcpclose.agent.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 to a terminal without what moves its cursor, changes its colours or turns the direction of a text. */
final class HarmlessOutput extends OutputStream {
    private final PrintWriter to;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 13);
    private final CharBuffer chars = CharBuffer.allocate(1 << 13);

    HarmlessOutput(PrintWriter to) {
        this.to = to;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int at, int length) {
        for (int done = 0; done < length; ) {
            int some = Math.min(length - done, bytes.remaining());
            bytes.put(from, at + done, some);
            done += some;
            decode(false);
        }
    }

    private void decode(boolean end) {
        bytes.flip();
        decoder.decode(bytes, chars, end);
        bytes.compact();
        chars.flip();
        while (chars.hasRemaining()) to.write(harmless(chars.get()));
        chars.clear();
    }

    private static char harmless(char c) {
        if (c == '\n' || c == '\t') return c;
        int type = Character.getType(c);
        boolean steers = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return steers ? '?' : c;
    }

    @Override
    public void flush() {
        to.flush();
    }

    @Override
    public void close() {
        decode(true);
        to.flush();
    }
}
