package io.tcpclose.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A Spring Boot application under test, see agent/it-apps. */
final class Service {
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
        if (!Files.isRegularFile(jar)) throw new IllegalStateException("package agent/it-apps first: " + jar);
        return new Service(fork.program("-jar", jar.toString()).start(folder));
    }

    Forked forked() {
        return forked;
    }

    /** Waits until it serves. */
    int port() throws InterruptedException {
        return Integer.parseInt(await(forked, forked::stdout, PORT));
    }

    /** What follows this beginning in a line of stderr, once it is there. */
    String awaitError(String beginning) throws InterruptedException {
        return awaitError(forked, beginning);
    }

    /** Where the agent says that its own meters are. */
    static String metricsUrl(Forked forked) throws InterruptedException {
        String told = awaitError(forked, "tcpclose: metrics at ");
        return told.substring(0, told.indexOf(','));
    }

    static String awaitError(Forked forked, String beginning) throws InterruptedException {
        return await(forked, forked::stderr, beginning);
    }

    private static String await(Forked forked, Supplier<List<String>> output, String beginning)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (String line : output.get()) {
                if (line.startsWith(beginning)) return line.substring(beginning.length());
            }
            if (!forked.isAlive()) break;
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("no line '" + beginning + "...', see " + forked.folder());
    }

    String get(String path) throws IOException, InterruptedException {
        return page("http://127.0.0.1:" + port() + path);
    }

    private String page(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    MeterLines meters() throws IOException, InterruptedException {
        return MeterLines.of(get("/actuator/prometheus").lines().toList());
    }

    /** Waits until they are as wanted, or says what they were. */
    MeterLines meters(Predicate<MeterLines> wanted) throws IOException, InterruptedException {
        return metersAt("http://127.0.0.1:" + port() + "/actuator/prometheus", wanted);
    }

    MeterLines metersAt(String url, Predicate<MeterLines> wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos() / 3;
        MeterLines now = MeterLines.of(page(url).lines().toList());
        while (!wanted.test(now)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not as wanted: " + now.values() + ", see " + forked.folder());
            }
            TimeUnit.MILLISECONDS.sleep(100);
            now = MeterLines.of(page(url).lines().toList());
        }
        return now;
    }
}
