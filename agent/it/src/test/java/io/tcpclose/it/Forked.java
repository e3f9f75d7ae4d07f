package io.tcpclose.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A running JVM: its lines as they come, bounded waits, and an end with this object at the latest. */
final class Forked implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final List<String> stdout = new CopyOnWriteArrayList<>();
    private final List<String> stderr = new CopyOnWriteArrayList<>();
    private final List<Thread> pumps;
    private final PrintWriter stdin;
    private volatile Consumer<String> onLine = line -> {};

    Forked(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        this.stdin = new PrintWriter(process.outputWriter(), true);
        this.pumps = List.of(
                pump(process.inputReader(), this::stdoutLine, "stdout"),
                pump(process.errorReader(), stderr::add, "stderr"));
    }

    long pid() {
        return process.pid();
    }

    Path folder() {
        return folder;
    }

    /** Also called, from another thread, for every line of stdout from now on. */
    void onLine(Consumer<String> consumer) {
        onLine = consumer;
    }

    synchronized void send(String line) {
        stdin.println(line);
    }

    List<String> stdout() {
        return List.copyOf(stdout);
    }

    List<String> stderr() {
        return List.copyOf(stderr);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until stdout has shown this line. */
    void await(String line, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!stdout.contains(line)) {
            if (System.nanoTime() > deadline || (!process.isAlive() && !stdout.contains(line))) {
                throw new AssertionError("no line '" + line + "' " + situation());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** The exit code, once all output has been read too. */
    int exitCode(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running " + situation());
        }
        for (Thread pump : pumps) {
            pump.join(patience.toMillis());
        }
        return process.exitValue();
    }

    private String situation() {
        return "(alive: %b, output in %s)%nstdout: %s%nstderr: %s"
                .formatted(process.isAlive(), folder, tail(stdout), tail(stderr));
    }

    private static String tail(List<String> lines) {
        return String.join("\n  ", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private void stdoutLine(String line) {
        stdout.add(line);
        onLine.accept(line);
    }

    private Thread pump(BufferedReader reader, Consumer<String> consumer, String name) {
        Thread thread = new Thread(() -> copy(reader, consumer, folder.resolve(name + ".txt")), name + " of " + pid());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void copy(BufferedReader reader, Consumer<String> consumer, Path file) {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file), true)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                out.println(line);
                consumer.accept(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
