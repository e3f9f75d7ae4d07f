package io.tcpclose.stacks;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Server and client on NIO; requests that time out. */
public final class ReactorNettyStack implements Stack {
    private final LoopResources loops = LoopResources.create("loop", 2, true);

    @Override
    public void play(Outside outside) throws Exception {
        SslContext tls = SslContextBuilder.forServer(Tls.keys())
                .sslProvider(SslProvider.JDK)
                .build();
        DisposableServer plain = server().bindNow();
        DisposableServer secure = server().secure(spec -> spec.sslContext(tls)).bindNow();
        ownClient("http://127.0.0.1:" + plain.port());
        Visits.all(outside, plain.port(), secure.port());
        plain.disposeNow();
        secure.disposeNow();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(1)).block();
    }

    private HttpServer server() {
        return HttpServer.create()
                .runOn(loops, false)
                .host("127.0.0.1")
                .port(0)
                .idleTimeout(Duration.ofMillis(1500))
                .handle(ReactorNettyStack::answer);
    }

    private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        if (request.uri().equals(Site.FORGOTTEN)) {
            plantedHandlerThatBlocksTheLoop();
        }
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .publishOn(Schedulers.boundedElastic())
                .flatMap(body -> {
                    try {
                        byte[] answer = Site.answer(request.uri(), body);
                        return response.header("Content-Length", String.valueOf(answer.length))
                                .sendByteArray(Mono.just(answer))
                                .then();
                    } catch (InterruptedException e) {
                        return Mono.<Void>error(e);
                    }
                });
    }

    private void ownClient(String site) {
        ConnectionProvider pool = ConnectionProvider.builder("pool")
                .maxIdleTime(Duration.ofMillis(500))
                .evictInBackground(Duration.ofMillis(200))
                .build();
        HttpClient client =
                HttpClient.create(pool).runOn(loops, false).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 1000);
        for (int i = 0; i < 20; i++) {
            client.get()
                    .uri(site + "/hello")
                    .responseContent()
                    .aggregate()
                    .asString()
                    .block();
        }
        Mono<String> late = client.responseTimeout(Duration.ofMillis(200))
                .get()
                .uri(site + "/slow")
                .responseContent()
                .aggregate()
                .asString();
        if (!"gone".equals(late.onErrorReturn("gone").block())) {
            throw new IllegalStateException("in time");
        }
        pool.disposeLater().block();
    }

    @Override
    public void leak(Outside outside) throws Exception {
        // Its idle timeout runs from the first byte of a request to its last, and this client is slow.
        int port = server().idleTimeout(Duration.ofMinutes(1)).bindNow().port();
        outside.ask("give-up http://127.0.0.1:" + port + Site.FORGOTTEN);
    }

    private static void plantedHandlerThatBlocksTheLoop() {
        try {
            TimeUnit.MINUTES.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
