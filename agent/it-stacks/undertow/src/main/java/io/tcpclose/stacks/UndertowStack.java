package io.tcpclose.stacks;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

public final class UndertowStack implements Stack {
    private static final int IDLE_MILLIS = 1500;

    @Override
    public void play(Outside outside) throws Exception {
        Undertow server = start();
        Visits.all(outside, port(server, 0), port(server, 1));
        server.stop();
    }

    @Override
    public void leak(Outside outside) throws Exception {
        Undertow server = start();
        outside.ask("give-up http://127.0.0.1:" + port(server, 0) + Site.FORGOTTEN);
    }

    private static Undertow start() throws Exception {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .addHttpsListener(0, "127.0.0.1", Tls.context())
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, 3 * IDLE_MILLIS)
                .setHandler(new BlockingHandler(UndertowStack::handle))
                .build();
        server.start();
        return server;
    }

    private static int port(Undertow server, int listener) {
        return ((InetSocketAddress) server.getListenerInfo().get(listener).getAddress()).getPort();
    }

    private static void handle(HttpServerExchange exchange) throws Exception {
        byte[] body = exchange.getInputStream().readAllBytes();
        if (exchange.getRequestPath().equals(Site.FORGOTTEN)) {
            plantedExchangeThatNeverEnds(exchange);
            return;
        }
        byte[] answer = Site.answer(exchange.getRequestPath(), body);
        exchange.setResponseContentLength(answer.length);
        exchange.getOutputStream().write(answer);
    }

    private static void plantedExchangeThatNeverEnds(HttpServerExchange exchange) throws Exception {
        OutputStream out = exchange.getOutputStream();
        for (int i = 0; i < 3; i++) {
            out.write("working\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            TimeUnit.MILLISECONDS.sleep(700);
        }
        exchange.dispatch(() -> {});
    }
}
