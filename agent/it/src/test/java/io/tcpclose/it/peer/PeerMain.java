package io.tcpclose.it.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The other end of every connection under test, in a JVM of its own and without the agent, so that what it records is
 * evidence. Reads {@code id<TAB>command} on stdin and answers {@code id<TAB>answer}; ends with its stdin.
 */
public final class PeerMain {
    private static final ExecutorService COMMANDS = Executors.newCachedThreadPool(PeerMain::daemon);

    private PeerMain() {}

    public static void main(String[] args) throws IOException {
        Switchboard board = new Switchboard();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split("\t", 2);
            COMMANDS.execute(() -> answer(parts[0], ask(board, parts[1])));
        }
        System.exit(0);
    }

    private static String ask(Switchboard board, String command) {
        try {
            return board.answer(command);
        } catch (Exception e) {
            return "ERROR " + e;
        }
    }

    private static void answer(String id, String answer) {
        synchronized (System.out) {
            System.out.println(id + "\t" + answer);
        }
    }

    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }
}
