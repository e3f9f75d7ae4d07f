package io.tcpclose.stacks;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** A pool that evicts before the server does; requests that are cancelled, time out or are closed in the middle. */
public final class HttpClient5Stack implements Stack {
    @Override
    public void play(Outside outside) throws Exception {
        try (JdkSite site = new JdkSite();
                CloseableHttpClient client = client()) {
            for (String address : new String[] {site.plainAddress(), site.secureAddress()}) {
                use(client, address);
                TimeUnit.SECONDS.sleep(2);
                use(client, address);
                loseInterest(client, address);
            }
        }
    }

    private static CloseableHttpClient client() throws Exception {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(
                                new DefaultClientTlsStrategy(Tls.context(), NoopHostnameVerifier.INSTANCE))
                        .build())
                .evictIdleConnections(TimeValue.ofMilliseconds(500))
                .disableAutomaticRetries()
                .build();
    }

    private static void use(CloseableHttpClient client, String site) throws IOException {
        for (int i = 0; i < 20; i++) {
            read(client, new HttpGet(site + "/hello"));
        }
        read(client, new HttpGet(site + "/big"));
        HttpGet last = new HttpGet(site + "/hello");
        last.setHeader("Connection", "close");
        read(client, last);
        HttpPost post = new HttpPost(site + "/echo");
        post.setEntity(new ByteArrayEntity(new byte[20_000], ContentType.APPLICATION_OCTET_STREAM));
        read(client, post);
    }

    private static void read(CloseableHttpClient client, ClassicHttpRequest request) throws IOException {
        client.execute(request, response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
        });
    }

    private static void loseInterest(CloseableHttpClient client, String site) throws Exception {
        HttpGet cancelled = new HttpGet(site + "/slow");
        Thread canceller = new Thread(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            cancelled.cancel();
        });
        canceller.start();
        fails(client, cancelled);
        canceller.join();
        try (ClassicHttpResponse big = client.executeOpen(null, new HttpGet(site + "/big"), null)) {
            big.getEntity().getContent().readNBytes(1000);
        }
        HttpGet late = new HttpGet(site + "/slow");
        late.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.ofMilliseconds(200))
                .build());
        fails(client, late);
    }

    private static void fails(CloseableHttpClient client, ClassicHttpRequest request) {
        try {
            read(client, request);
            throw new IllegalStateException("answered");
        } catch (IOException lostInterest) {
            // what an application logs
        }
    }

    @Override
    public void leak(Outside outside) throws Exception {
        JdkSite site = new JdkSite();
        CloseableHttpClient client = HttpClients.createDefault();
        Forgotten.keep(client);
        HttpEntity entity = client.executeOpen(null, new HttpGet(site.plainAddress() + "/medium"), null)
                .getEntity();
        InputStream body = entity.getContent();
        Forgotten.plantedBodyThatIsNotClosed(body);
    }
}
