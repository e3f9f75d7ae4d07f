package io.tcpclose.agent.cli.control;

import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.export.OwnerOnlyFile;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks one agent; a connection for each question. */
public final class ControlClient {
    private final Path socket;

    ControlClient(Path socket) {
        this.socket = socket;
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
        try (Answer answer = get("/healthz")) {
            return answer.agentVersion();
        } catch (IOException e) {
            throw new Refusal("the agent does not answer at " + socket + ": " + e.getMessage(), e);
        }
    }

    private Answer ask(String method, String target) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
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
