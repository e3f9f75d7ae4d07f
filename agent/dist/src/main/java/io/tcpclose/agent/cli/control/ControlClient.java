package io.tcpclose.agent.cli.control;

import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.export.OwnerOnlyFile;
import io.tcpclose.export.Text;
import io.tcpclose.export.http.JvmIdentity;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks one agent; a connection for each question. */
public final class ControlClient {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Path socket;
    private final String version;
    private final JvmIdentity jvm;

    private ControlClient(Path socket, String version, JvmIdentity jvm) {
        this.socket = socket;
        this.version = version;
        this.jvm = jvm;
    }

    /** Null where nobody listens: a JVM that has been killed leaves its socket behind. */
    static @Nullable ControlClient to(Path socket) {
        SocketChannel channel;
        try {
            channel = connect(socket);
        } catch (IOException e) {
            return null;
        }
        try (Answer answer = ask(channel, "GET", "/healthz", "")) {
            return new ControlClient(socket, answer.agentVersion(), answer.jvm());
        } catch (IOException e) {
            throw new Refusal("the agent does not answer at " + socket + ": " + Text.clean(e.getMessage()), e);
        }
    }

    public Answer get(String target) throws IOException {
        return ask("GET", target);
    }

    private Answer post(String target) throws IOException {
        return ask("POST", target);
    }

    public Answer set(Map<String, String> options) throws IOException {
        return post("/set?"
                + options.entrySet().stream()
                        .map(option -> encoded(option.getKey()) + "=" + encoded(option.getValue()))
                        .collect(Collectors.joining("&")));
    }

    /** Takes the agent out; returns when its socket is gone. */
    public void detach() throws IOException {
        IOException cut = null;
        try (Answer answer = post("/detach")) {
            answer.check();
        } catch (IOException e) {
            // Its last answer may not come whole: the socket tells.
            cut = e;
        }
        if (!isGoneIn(PATIENCE_NANOS)) throw new IOException("the agent still answers at " + socket, cut);
    }

    private boolean isGoneIn(long nanos) {
        long deadline = System.nanoTime() + nanos;
        while (isThere()) {
            if (System.nanoTime() > deadline) return false;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    /** Another JVM may have its name by then. */
    private boolean isThere() {
        try (Answer answer = ask(connect(socket), "GET", "/healthz", "")) {
            return answer.jvm().equals(jvm);
        } catch (IOException e) {
            return false;
        }
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

    Path socket() {
        return socket;
    }

    /** Which JVM the agent says it is in. */
    JvmIdentity jvm() {
        return jvm;
    }

    /** The version that the agent says it has. */
    public String version() {
        return version;
    }

    /** Meant for the agent that was met, and for no other that may have come to its place. */
    private Answer ask(String method, String target) throws IOException {
        return ask(connect(socket), method, target, JvmIdentity.HEADER + ": " + jvm.text() + "\r\n");
    }

    private static SocketChannel connect(Path socket) throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static Answer ask(SocketChannel channel, String method, String target, String header) throws IOException {
        try {
            String request = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header
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
