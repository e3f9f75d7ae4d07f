package io.tcpclose.stacks;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What every HTTP server of the corpus serves. */
public final class Site {
    /** A handler of this path makes the planted mistake. */
    public static final String FORGOTTEN = "/forgotten";

    /** More than the socket's buffers hold, so that a client that leaves early leaves a writer behind. */
    private static final byte[] BIG = new byte[8 << 20];

    /** Fits into the socket's buffers: the server is done with it at once. */
    private static final byte[] MEDIUM = new byte[100_000];

    private Site() {}

    /** The body that answers a request, whose own body has been read to its end. */
    public static byte[] answer(String path, byte[] body) throws InterruptedException {
        switch (path) {
            case "/big":
                return BIG;
            case "/medium":
                return MEDIUM;
            case "/slow":
                TimeUnit.MILLISECONDS.sleep(500);
                return text("late\n");
            case "/echo":
                return body;
            default:
                return text("hello\n");
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
