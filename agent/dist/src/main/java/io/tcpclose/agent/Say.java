package io.tcpclose.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/**
 * The agent's own lines, on stderr. Straight to descriptor 2: an application may have replaced System.err by
 * something that logs, and the log by something that writes to a socket. Nobody waits for them: where stderr is a
 * pipe that is full, a thread of the agent's stands and nothing else.
 */
final class Say {
    /** Characters that wait: some thousands of lines. */
    private static final int ROOM = 1 << 20;

    private static final PrintStream ERR = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
    private static final Errands OUT = new Errands("tcpclose-stderr", ROOM, Say::leftOut);

    private record Print(String text) implements Runnable {
        @Override
        public void run() {
            ERR.println(text);
        }
    }

    private Say() {}

    static void line(String text) {
        raw("tcpclose: " + text);
    }

    /** The start line, whose look is golden. */
    static void start(String text) {
        raw("tcpclose " + text);
    }

    /** As it is: one or more lines, the last without its end. */
    static void raw(String text) {
        boolean unused = OUT.add(new Print(text), text.length());
    }

    private static void leftOut(long lines) {
        ERR.println("tcpclose: " + lines + " lines were left out: stderr did not take them in time");
    }

    /** Lines, since the start. */
    static long leftOut() {
        return OUT.leftOut();
    }

    /** Waits until all is written, but not long. */
    static void flush(long millis) {
        boolean unused = OUT.await(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
