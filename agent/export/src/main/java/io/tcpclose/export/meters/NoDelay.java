package io.tcpclose.export.meters;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * TCP_NODELAY on a connection of the JDK's HTTP server. It writes head and body apart, and without this the body waits some
 * 40 ms for the reader's delayed ACK of the head. Its own property for that ({@code sun.net.httpserver.nodelay}) would
 * change the application's servers too.
 */
final class NoDelay {
    private NoDelay() {}

    /** Where the JDK does not let us, answers take longer and are the same. */
    static void on(HttpExchange exchange) {
        try {
            Object connection = field(field(exchange, "impl"), "connection");
            ((SocketChannel) field(connection, "chan")).setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (ReflectiveOperationException | IOException | RuntimeException closed) {
            // slower
        }
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
