package io.tcpclose.it.story;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tcpclose.it.app.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An application whose connections are opened by threads of the JDK. With {@code forget} it leaves each one as it is when the
 * other end has gone; with {@code close} it does what it should. Each method is the one that a finding has to name.
 */
public final class Openings {
    /** Connections that each method has to answer for. */
    public static final int EACH = 4;

    private static final List<Object> KEPT = Collections.synchronizedList(new ArrayList<>());
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
    private static final String WHOLE = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
    /** More than the client takes in before somebody reads it, and less than it says. */
    private static final String PART = "HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + "x".repeat(30_000);

    private final boolean forgets;

    private Openings(boolean forgets) {
        this.forgets = forgets;
    }

    public static void main(String[] args) throws Exception {
        Openings openings = new Openings(args[0].equals("forget"));
        openings.serveByHandler();
        openings.serveByFuture();
        openings.serveByHttpServer();
        openings.serveForClients();
        System.out.println("HOLD");
        boolean unused = System.in.read() > 0;
        System.exit(0);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    // --- accepted ---

    /** Two clients wait before the first accept, and are taken by its own thread; two come while one is pending. */
    private void serveByHandler() throws Exception {
        AsynchronousServerSocketChannel listener =
                AsynchronousServerSocketChannel.open().bind(anyPort());
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        List<Socket> early = List.of(new Socket(Wire.HOST, port), new Socket(Wire.HOST, port));
        listener.accept(listener, new Keeper());
        for (Socket client : early) end(client);
        for (int i = early.size(); i < EACH; i++) end(new Socket(Wire.HOST, port));
        KEPT.add(listener);
    }

    private final class Keeper
            implements CompletionHandler<AsynchronousSocketChannel, AsynchronousServerSocketChannel> {
        @Override
        public void completed(AsynchronousSocketChannel accepted, AsynchronousServerSocketChannel listener) {
            take(accepted);
            listener.accept(listener, this);
        }

        @Override
        public void failed(Throwable thrown, AsynchronousServerSocketChannel listener) {
            throw new IllegalStateException(thrown);
        }
    }

    private void take(AsynchronousSocketChannel accepted) {
        KEPT.add(accepted);
        try {
            if (!forgets) accepted.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each accept is completed by a thread of the group. */
    private void serveByFuture() throws Exception {
        AsynchronousServerSocketChannel listener =
                AsynchronousServerSocketChannel.open().bind(anyPort());
        int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        for (int i = 0; i < EACH; i++) {
            var accepting = listener.accept();
            Socket client = new Socket(Wire.HOST, port);
            take(accepting.get());
            end(client);
        }
        KEPT.add(listener);
    }

    /** A client that goes; where we close it waits for that. */
    private void end(Socket client) throws Exception {
        TimeUnit.MILLISECONDS.sleep(50);
        if (!forgets && client.getInputStream().read() >= 0) throw new IllegalStateException("not closed");
        client.close();
    }

    /** Its handler takes the exchange and does not answer. */
    private void serveByHttpServer() throws Exception {
        HttpServer server = HttpServer.create(anyPort(), 0);
        server.createContext("/", this::handle);
        server.start();
        for (int i = 0; i < EACH; i++) {
            try (Socket client = new Socket(Wire.HOST, server.getAddress().getPort())) {
                client.getOutputStream().write(REQUEST.getBytes(US_ASCII));
                if (!forgets) client.getInputStream().readAllBytes();
                else TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        KEPT.add(server);
    }

    private void handle(HttpExchange exchange) throws IOException {
        KEPT.add(exchange);
        if (forgets) return;
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    // --- connected ---

    private void serveForClients() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answer(listener), "answers");
            server.start();
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            KEPT.add(client);
            URI uri = URI.create("http://" + Wire.HOST + ":" + listener.getLocalPort() + "/");
            for (int i = 0; i < EACH; i++)
                send(client, HttpRequest.newBuilder(uri).build());
            for (int i = 0; i < EACH; i++)
                sendAsync(client, HttpRequest.newBuilder(uri).build());
            server.join();
        }
    }

    private void answer(ServerSocket listener) {
        for (int i = 0; i < 2 * EACH; i++) {
            try (Socket accepted = listener.accept()) {
                InputStream in = accepted.getInputStream();
                for (int tail = 0; tail != 0x0d0a0d0a; ) tail = tail << 8 | in.read();
                OutputStream out = accepted.getOutputStream();
                out.write((forgets ? PART : WHOLE).getBytes(US_ASCII));
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void send(HttpClient client, HttpRequest request) throws Exception {
        use(client.send(request, BodyHandlers.ofInputStream()));
    }

    private void sendAsync(HttpClient client, HttpRequest request) throws Exception {
        use(client.sendAsync(request, BodyHandlers.ofInputStream()).get());
    }

    private void use(HttpResponse<InputStream> response) throws IOException {
        KEPT.add(response);
        if (!forgets) response.body().readAllBytes();
    }
}
