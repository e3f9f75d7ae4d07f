package io.tcpclose.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/**
 * The agent's own lines, on stderr. Straight to descriptor 2: an application may have replaced System.err by something that
 * logs, and the log by something that writes to a socket.
 */
final class Say {
    private static final PrintStream ERR = new PrintStream(new FileOutputStream(FileDescriptor.err), true);

    private Say() {}

    static void line(String text) {
        ERR.println("tcpclose: " + text);
    }

    /** The start line, whose look is golden. */
    static void start(String text) {
        ERR.println("tcpclose " + text);
    }

    static PrintStream stderr() {
        return ERR;
    }
}
