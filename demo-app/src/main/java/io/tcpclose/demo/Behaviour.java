package io.tcpclose.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the peer does with a connection. It closes its end when the play is over. */
public enum Behaviour {
    /** Closes at once. */
    FIN,

    /** Sends one line and closes. */
    GREET_THEN_FIN,

    /** Sends back what it gets, until EOF. */
    ECHO,

    /** Never reads, never writes, never closes. */
    HOLD,

    /** Sends one line and then waits for EOF. */
    PUSH,

    /** Waits for the first byte and answers it with RST. */
    RESET,

    /** Its machine is gone, as far as the other side can tell. */
    VANISH,

    /** Closes on its cue. */
    FIN_ON_CUE,

    /** Reads to EOF and closes on its cue. */
    CLOSE_ON_CUE,

    /** Reads to EOF, and answers on its cue. */
    ANSWER_ON_CUE,

    /** Sends one line and never reads. */
    PUSH_AND_HOLD,

    /** Reads to EOF and closes. */
    READ,

    /** Sends one line, another on its cue, and then waits for EOF. */
    PUSH_AGAIN_ON_CUE,

    /** Sends its FIN on its first cue, and closes on the second: a second later FIN_WAIT_2 is over (TCP_LINGER2, tcp(7)). */
    FIN_AND_FORGET,

    /** Reads to EOF and only then answers, taking about a second for it. */
    ANSWER_AFTER_EOF,

    /** Sends a request and its FIN, then reads the answer to the end. */
    ASK_AND_HALF_CLOSE;

    private static final String END_OF_FILE = "end-of-file";

    static Behaviour of(String wireName) {
        return valueOf(wireName.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    String wireName() {
        return name().replace('_', '-').toLowerCase(Locale.ROOT);
    }

    void play(Socket socket, Part part) throws IOException, InterruptedException {
        switch (this) {
            case FIN -> {}
            case GREET_THEN_FIN -> say(socket, "hello");
            case ECHO -> {
                socket.getInputStream().transferTo(socket.getOutputStream());
                part.saw(END_OF_FILE);
            }
            case HOLD -> Thread.sleep(Long.MAX_VALUE);
            case VANISH -> {
                Natives.vanish(socket);
                Thread.sleep(Long.MAX_VALUE);
            }
            case PUSH -> {
                say(socket, "news");
                drain(socket, part);
            }
            case PUSH_AND_HOLD -> {
                say(socket, "news");
                Thread.sleep(Long.MAX_VALUE);
            }
            case READ -> drain(socket, part);
            case CLOSE_ON_CUE -> {
                drain(socket, part);
                part.awaitCue();
            }
            case ANSWER_ON_CUE -> {
                drain(socket, part);
                part.awaitCue();
                say(socket, "answer");
            }
            case PUSH_AGAIN_ON_CUE -> {
                say(socket, "news");
                part.awaitCue();
                say(socket, "more");
                part.cueTaken();
                drain(socket, part);
            }
            case FIN_ON_CUE -> part.awaitCue();
            case FIN_AND_FORGET -> {
                Natives.forgetFinWait2(socket);
                part.awaitCue();
                socket.shutdownOutput();
                part.cueTaken();
                part.awaitCue();
            }
            case RESET -> {
                socket.getInputStream().read();
                socket.setSoLinger(true, 0);
            }
            case ANSWER_AFTER_EOF -> {
                drain(socket, part);
                answerSlowly(socket);
            }
            case ASK_AND_HALF_CLOSE -> {
                say(socket, "request");
                socket.shutdownOutput();
                drain(socket, part);
            }
        }
    }

    private static void answerSlowly(Socket socket) throws IOException, InterruptedException {
        for (int line = 0; line < 4; line++) {
            Thread.sleep(300);
            say(socket, "answer");
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void drain(Socket socket, Part part) throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        part.saw(END_OF_FILE);
    }
}
