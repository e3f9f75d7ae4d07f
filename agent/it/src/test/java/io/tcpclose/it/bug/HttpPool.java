package io.tcpclose.it.bug;

import java.util.concurrent.TimeUnit;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.util.EntityUtils;

/** Apache HttpClient 4: a pool keeps what the server has closed, unless it is told to evict what idles. */
final class HttpPool {
    private static final String ANSWER = "say:HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private HttpPool() {}

    static void request(boolean fixed) throws Exception {
        int port = BugMain.peer("await", ANSWER, "sleep:900", "close");
        HttpClientBuilder builder = HttpClientBuilder.create();
        if (fixed) {
            builder.evictIdleConnections(200, TimeUnit.MILLISECONDS);
        }
        CloseableHttpClient client = builder.build();
        BugMain.KEPT.add(client);
        try (CloseableHttpResponse response = client.execute(new HttpGet("http://127.0.0.1:" + port + "/"))) {
            EntityUtils.consume(response.getEntity());
        }
    }
}
