package io.tcpclose.stacks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The other processes: the program asks on stdout, the test answers on stdin when it is done. One thread uses it. */
public final class Outside {
    private final BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    Outside() {}

    /** For instance {@code redis start}, or {@code curl https://…}; returns what it says, which may be empty. */
    public String ask(String words) throws IOException {
        System.out.println("ASK\t" + words);
        String answer = answers.readLine();
        if (answer == null || !answer.startsWith("OK\t")) {
            throw new IOException(words + ": " + answer);
        }
        return answer.substring("OK\t".length());
    }

    public int port(String words) throws IOException {
        return Integer.parseInt(ask(words));
    }

    /**
     * What somebody else has counted, for the test to compare.
     *
     * @param role of the connections in this JVM
     * @param port where they were accepted
     */
    public void counted(String by, Role role, int port, long connections) {
        System.out.println("COUNTED\t" + by + "\t" + (role == Role.SERVER ? "listener:" : "127.0.0.1:") + port + "\t"
                + connections);
    }

    /**
     * Connections that this program makes to itself and may not accept, as some servers do to wake up when they stop.
     */
    public void wakesItself(int times) {
        System.out.println("WAKES\t" + times);
    }

    public enum Role {
        CLIENT,
        SERVER
    }
}
