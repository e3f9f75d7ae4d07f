package io.tcpclose.agent.cli.control;

import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.export.OwnerOnlyFile;
import io.tcpclose.export.Text;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks one agent; a connection for each question. */
public final class ControlClient {
    private final Path socket;
    private final String version;

    private ControlClient(Path socket, String version) {
        this.socket = socket;
        this.version = version;
    }

    /** Null where nobody listens: a JVM that has been killed leaves its socket behind. */
    static @Nullable ControlClient to(Path socket) {
        SocketChannel channel;
        try {
            channel = connect(socket);
        } catch (IOException e) {
            return null;
        }
        try (Answer answer = ask(channel, "GET", "/healthz")) {
            return new ControlClient(socket, answer.agentVersion());
        } catch (IOException e) {
            throw new Refusal("the agent does not answer at " + socket + ": " + Text.clean(e.getMessage()), e);
        }
    }

    public Answer get(String target) throws IOException {
        return ask("GET", target);
    }

    public Answer post(String target) throws IOException {
        return ask("POST", target);
    }

    public Answer set(Map<String, String> options) throws IOException {
        return post("/set?"
                + options.entrySet().stream()
                        .map(option -> encoded(option.getKey()) + "=" + encoded(option.getValue()))
                        .collect(Collectors.joining("&")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The answer in a file of its own, which only this user may read and which the caller deletes. */
    public Path spool(String target) throws IOException {
        Path file = Files.createTempFile("tcpclose-", ".tmp");
        try (Answer answer = get(target)) {
            answer.check();
            OwnerOnlyFile.write(file, out -> answer.body().transferTo(out));
            return file;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** The version that the agent says it has. */
    public String version() {
        return version;
    }

    private Answer ask(String method, String target) throws IOException {
        return ask(connect(socket), method, target);
    }

    private static SocketChannel connect(Path socket) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static Answer ask(SocketChannel channel, String method, String target) throws IOException {
        try {
            String request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + (method.equals("POST") ? "Content-Length: 0\r\n" : "") + "\r\n";
            ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) channel.write(bytes);
            return Answer.from(new PatientInput(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
