package io.tcpclose.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A Spring Boot application under test, see agent/it-apps. */
final class Service implements AutoCloseable {
    private static final Path APPS = Path.of("..", "it-apps").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String PORT = "PORT ";

    private final Forked forked;
    private final HttpClient http = HttpClient.newHttpClient();

    private Service(Forked forked) {
        this.forked = forked;
    }

    /** @param name of its jar */
    static Service start(Fork fork, String name, Path folder) throws IOException {
        Path jar = APPS.resolve(name).resolve("target").resolve(name + ".jar");
        return new Service(fork.program("-jar", jar.toString()).start(folder));
    }

    Forked forked() {
        return forked;
    }

    /** Waits until it serves. */
    int port() throws InterruptedException {
        List<String> said = await(forked, forked::stdout, line -> line.startsWith(PORT));
        return Integer.parseInt(said.get(0).substring(PORT.length()));
    }

    /** The line of stderr that begins so, once it is there. */
    static String awaitError(Forked forked, String beginning) throws InterruptedException {
        return await(forked, forked::stderr, line -> line.startsWith(beginning)).get(0);
    }

    private static List<String> await(Forked forked, Supplier<List<String>> output, Predicate<String> line)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            List<String> found = output.get().stream().filter(line).toList();
            if (!found.isEmpty()) return found;
            if (!forked.isAlive()) break;
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("it did not come up, see " + forked.folder());
    }

    String get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    MeterLines meters() throws IOException, InterruptedException {
        return MeterLines.of(get("/actuator/prometheus").lines().toList());
    }

    /** Waits until they are as wanted, or says what they were. */
    MeterLines meters(Predicate<MeterLines> wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos() / 3;
        MeterLines now = meters();
        while (!wanted.test(now)) {
            if (System.nanoTime() > deadline) throw new AssertionError("not as wanted: " + now.values());
            TimeUnit.MILLISECONDS.sleep(100);
            now = meters();
        }
        return now;
    }

    @Override
    public void close() {
        forked.close();
    }
}
