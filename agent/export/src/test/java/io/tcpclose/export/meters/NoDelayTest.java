package io.tcpclose.export.meters;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** This JDK has the fields; the module is open to tests as JdkModules opens it to the agent. */
class NoDelayTest {
    @Test
    void connection_ofAnExchange_hasTheOption() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CompletableFuture<Boolean> option = new CompletableFuture<>();
        server.createContext("/", exchange -> answer(exchange, option));
        server.start();
        try {
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
            assertThat(option.get()).isTrue();
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, CompletableFuture<Boolean> option) throws IOException {
        try (exchange) {
            NoDelay.on(exchange);
            Object connection = field(field(exchange, "impl"), "connection");
            option.complete(((SocketChannel) field(connection, "chan")).getOption(StandardSocketOptions.TCP_NODELAY));
            exchange.sendResponseHeaders(204, -1);
        } catch (ReflectiveOperationException e) {
            option.completeExceptionally(e);
        }
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
