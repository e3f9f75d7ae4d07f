package io.tcpclose.it.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The scenario JVM's line to the test: facts go out on stdout as tab separated lines, questions for the peer go out as
 * {@code ASK} and come back as {@code ANSWER}. A socket for this would be one more connection for the agent to report.
 */
final class Console {
    private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    void start() {
        Thread thread = new Thread(this::readLines, "console");
        thread.setDaemon(true);
        thread.start();
    }

    void say(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.length() == 0 ? "" : "\t").append(word);
        }
        synchronized (this) {
            System.out.println(line);
        }
    }

    String ask(String command) {
        String id = String.valueOf(ids.incrementAndGet());
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.put(id, answer);
        say("ASK", id, command);
        String text = answer.orTimeout(60, TimeUnit.SECONDS).join();
        if (text.startsWith("ERROR")) {
            throw new IllegalStateException(command + ": " + text);
        }
        return text;
    }

    void awaitRelease() throws InterruptedException {
        release.await();
    }

    boolean released(long millis) throws InterruptedException {
        return release.await(millis, TimeUnit.MILLISECONDS);
    }

    /** The end of stdin releases too: the test is gone. */
    private void readLines() {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                take(line.split("\t", 3));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            release.countDown();
        }
    }

    private void take(String[] words) {
        if (words[0].equals("RELEASE")) {
            release.countDown();
        } else {
            asked.remove(words[1]).complete(words[2]);
        }
    }
}
