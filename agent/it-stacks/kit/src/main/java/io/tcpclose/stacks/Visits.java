package io.tcpclose.stacks;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;

/** Clients of a {@link Site}: the JDK's from this JVM, others from outside. */
public final class Visits {
    private static final int ROUNDS = 5;
    private static final List<String> PATHS = List.of("/hello", "/slow", "/hello");

    static {
        // A client closes what it no longer uses while the program still runs.
        System.setProperty("jdk.httpclient.keepalive.timeout", "1");
        System.setProperty("http.maxConnections", "4");
    }

    private Visits() {}

    /** With keep-alive and without, in plain and over TLS, by clients that stay to the end and by those that leave. */
    public static void all(Outside outside, int http, int https) throws Exception {
        String plain = "http://127.0.0.1:" + http;
        String secure = "https://127.0.0.1:" + https;
        for (String site : List.of(plain, secure)) {
            keepAlive(site);
            connectionClose(site);
        }
        others(outside, plain);
        others(outside, secure);
        // The clients' and the servers' idle connections go.
        TimeUnit.MILLISECONDS.sleep(2500);
    }

    /** Programs of other makes, one after another; each is bounded in time and count. */
    public static void others(Outside outside, String site) throws IOException {
        for (String client : List.of("curl", "ab", "ab-k", "wrk", "python", "openssl")) {
            outside.ask(client + " " + site);
        }
    }

    private static void keepAlive(String site) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(Tls.context())
                .build();
        for (int i = 0; i < ROUNDS; i++) {
            List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
            for (String path : PATHS) {
                answers.add(client.sendAsync(request(site, path), BodyHandlers.ofByteArray()));
            }
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(URI.create(site + "/echo"))
                            .POST(BodyPublishers.ofByteArray(new byte[20_000]))
                            .build(),
                    BodyHandlers.ofByteArray()));
            for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
                expectOk(answer.get(10, TimeUnit.SECONDS).statusCode());
            }
        }
        expectOk(client.send(request(site, "/big"), BodyHandlers.ofByteArray()).statusCode());
    }

    private static HttpRequest request(String site, String path) {
        return HttpRequest.newBuilder(URI.create(site + path)).build();
    }

    private static void connectionClose(String site) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            HttpURLConnection connection = (HttpURLConnection) new URL(site + "/hello").openConnection();
            if (connection instanceof HttpsURLConnection) {
                ((HttpsURLConnection) connection)
                        .setSSLSocketFactory(Tls.context().getSocketFactory());
            }
            connection.setRequestProperty("Connection", "close");
            InputStream in = connection.getInputStream();
            in.readAllBytes();
            expectOk(connection.getResponseCode());
            // Not every server says that it will close; without this the JDK keeps it, and after in.close() this does
            // nothing.
            connection.disconnect();
        }
    }

    private static void expectOk(int status) {
        if (status != 200) {
            throw new IllegalStateException("status " + status);
        }
    }
}
