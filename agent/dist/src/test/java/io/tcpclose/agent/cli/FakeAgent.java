package io.tcpclose.agent.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an agent answers at its control socket: whole responses by request line, the last one for ever. */
final class FakeAgent implements AutoCloseable {
    private static final String NO_WAY = "HTTP/1.1 404 X\r\nContent-Length: 18\r\n\r\n{\"error\":\"no way\"}";

    private final ServerSocketChannel server;
    private final Map<String, Deque<byte[]>> answers = new ConcurrentHashMap<>();
    private final String jvm;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    FakeAgent(Path socket) throws IOException {
        this(socket, "1.0.0");
    }

    FakeAgent(Path socket, String version) throws IOException {
        this(socket, version, "pidns=1 pid=" + pid(socket) + " nonce=a");
    }

    /** @param jvm which it says it is in */
    FakeAgent(Path socket, String version, String jvm) throws IOException {
        this.jvm = jvm;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        answer("GET /healthz", version, 200, "{}");
        Thread thread = new Thread(this::serve, "fake agent");
        thread.setDaemon(true);
        thread.start();
    }

    private static String pid(Path socket) {
        String name = String.valueOf(socket.getFileName()).replaceFirst("\\D.*", "");
        return name.isEmpty() ? "4711" : name;
    }

    FakeAgent answer(String request, String version, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return raw(
                request,
                "HTTP/1.1 " + status + " X\r\nServer: tcpclose/" + version + "\r\nTcpclose-Jvm: " + jvm
                        + "\r\nContent-Length: " + bytes.length
                        + "\r\n\r\n" + body);
    }

    FakeAgent answer(String request, String body) {
        return answer(request, "1.0.0", 200, body);
    }

    FakeAgent raw(String request, String response) {
        answers.computeIfAbsent(request, unseen -> new ConcurrentLinkedDeque<>())
                .add(response.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Request lines without the version of HTTP. */
    List<String> asked() {
        return asked;
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel channel = server.accept()) {
                answer(channel);
            } catch (IOException e) {
                // closed by the test or by a client that has seen enough
            }
        }
    }

    private void answer(SocketChannel channel) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(4096);
        while (!request.toString(StandardCharsets.UTF_8).contains("\r\n\r\n")) {
            if (channel.read(some) < 0) return;
            request.write(some.array(), 0, some.position());
            some.clear();
        }
        String line = request.toString(StandardCharsets.UTF_8).split(" HTTP/1.1", 2)[0];
        asked.add(line);
        channel.write(ByteBuffer.wrap(next(line)));
        if (line.equals("POST /detach")) server.close();
    }

    private byte[] next(String line) {
        Deque<byte[]> waiting = answers.get(line);
        if (waiting == null) return NO_WAY.getBytes(StandardCharsets.US_ASCII);
        return waiting.size() > 1 ? waiting.remove() : waiting.element();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
