package io.tcpclose.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A real Prometheus of the test's own. */
final class Prometheus implements AutoCloseable {
    private final Process process;
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    private Prometheus(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** @param config the configuration; rule files are named by their absolute paths */
    static Prometheus start(Path folder, String config) throws IOException, InterruptedException {
        java.nio.file.Files.createDirectories(folder);
        Path file = folder.resolve("prometheus.yml");
        java.nio.file.Files.writeString(file, config);
        int port = freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + java.nio.file.Files.createTempDirectory(folder, "data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Prometheus started = new Prometheus(process, "http://127.0.0.1:" + port);
        await("prometheus, see " + folder, 30, started::isReady);
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    static void await(String what, int seconds, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("in vain: " + what);
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    private boolean isReady() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    String url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode api(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        JsonNode answer = json.readTree(response.body());
        if (response.statusCode() != 200) throw new AssertionError(path + ": " + answer);
        return answer.path("data");
    }

    /** The series of an instant query. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        return api("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("result");
    }

    /** The values of an instant query; NaN is left out. */
    List<Double> values(String expression) throws IOException, InterruptedException {
        List<Double> values = new ArrayList<>();
        for (JsonNode series : query(expression)) {
            String value = series.at("/value/1").asText();
            if (!value.equals("NaN")) values.add(Double.valueOf(value.replace("Inf", "Infinity")));
        }
        return values;
    }

    /** As {@link #values}; empty while nobody answers. */
    List<Double> valuesSoFar(String expression) {
        try {
            return values(expression);
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
