package io.tcpclose.stacks;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The JDK's server and clients; what its clients do when they lose interest. */
public final class JdkHttpStack implements Stack {
    @Override
    public void play(Outside outside) throws Exception {
        try (JdkSite site = new JdkSite()) {
            for (String address : new String[] {site.plainAddress(), site.secureAddress()}) {
                impatient(address);
            }
            Visits.all(outside, site.http(), site.https());
        }
    }

    private static void impatient(String site) throws Exception {
        // An upgrade is asked for, and declined.
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(Tls.context())
                .build();
        client.send(request(site + "/hello").build(), BodyHandlers.discarding());
        CompletableFuture<HttpResponse<Void>> cancelled =
                client.sendAsync(request(site + "/slow").build(), BodyHandlers.discarding());
        cancelled.cancel(true);
        try {
            client.send(request(site + "/slow").timeout(Duration.ofMillis(200)).build(), BodyHandlers.discarding());
            throw new IllegalStateException("in time");
        } catch (HttpTimeoutException tooLate) {
            // what an application logs
        }
        HttpResponse<InputStream> big = client.send(request(site + "/big").build(), BodyHandlers.ofInputStream());
        try (InputStream in = big.body()) {
            in.readNBytes(1000);
        }
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address));
    }

    @Override
    public void leak(Outside outside) throws Exception {
        JdkSite site = new JdkSite();
        outside.ask("give-up " + site.plainAddress() + Site.FORGOTTEN);
    }
}
