package io.tcpclose.stacks;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.util.concurrent.TimeUnit;

/** An HTTP server on NIO, plain and over TLS. */
public final class VertxStack implements Stack {
    private final Vertx vertx = Vertx.vertx();

    @Override
    public void play(Outside outside) throws Exception {
        HttpServer plain = listen(options());
        HttpServer secure = listen(options()
                .setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(Tls.STORE).setPassword(Tls.PASSWORD)));
        Visits.all(outside, plain.actualPort(), secure.actualPort());
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(1500);
    }

    private HttpServer listen(HttpServerOptions options) throws Exception {
        return vertx.createHttpServer(options)
                .requestHandler(this::handle)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
    }

    private void handle(HttpServerRequest request) {
        if (request.path().equals(Site.FORGOTTEN)) {
            plantedHandlerThatBlocksTheLoop();
        }
        request.body()
                .onSuccess(body -> vertx.executeBlocking(() -> Site.answer(request.path(), body.getBytes()), false)
                        .onSuccess(answer -> request.response().end(Buffer.buffer(answer))));
    }

    @Override
    public void leak(Outside outside) throws Exception {
        HttpServer plain = listen(new HttpServerOptions().setHost("127.0.0.1").setPort(0));
        outside.ask("give-up http://127.0.0.1:" + plain.actualPort() + Site.FORGOTTEN);
    }

    private static void plantedHandlerThatBlocksTheLoop() {
        try {
            TimeUnit.MINUTES.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
