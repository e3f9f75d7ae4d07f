package io.tcpclose.agent.cli.attach;

import io.tcpclose.agent.cli.process.JvmProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * By HotSpot's own protocol, for run-time images without jdk.attach and JVMs with a /tmp of their own: version 1 of
 * {@code attachListener.hpp}, spoken at {@code /tmp/.java_pidPID}, which the JVM makes when SIGQUIT finds the file
 * {@code .attach_pidPID} in its working directory or in /tmp ({@code attachListener_posix.cpp}). The caller has made
 * sure that the process is a JVM which handles SIGQUIT so.
 */
final class SocketLoading implements Loading {
    /** AttachOperation::arg_length_max. */
    private static final int MAX_ARGUMENT = 1024;

    private static final int MAX_ANSWER = 1 << 14;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    @Override
    public String load(JvmProcess process, Path jar, String options) throws IOException {
        String agent = jar + "=" + options;
        if (agent.getBytes(StandardCharsets.UTF_8).length > MAX_ARGUMENT) {
            throw new IOException("the jar's path and the options are longer than " + MAX_ARGUMENT + " bytes together");
        }
        AttachSocket socket = new AttachSocket(process);
        try (SocketChannel channel = connect(process, socket)) {
            return verdict(ask(channel, "1\0load\0instrument\0false\0" + agent + "\0"));
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private static SocketChannel connect(JvmProcess process, AttachSocket socket)
            throws IOException, InterruptedException {
        Object before = socket.key();
        SocketChannel channel = before == null ? null : socket.connect();
        if (channel != null) return channel;
        // Asked to listen it would print its threads, or end.
        if (before != null && (socket.isHidden() || !process.catchesQuit()))
            throw new IOException(socket.path() + " is another JVM's, which has the same number and shares the folder");
        return wake(process, socket, before);
    }

    private static SocketChannel wake(JvmProcess process, AttachSocket socket, @Nullable Object before)
            throws IOException, InterruptedException {
        Path file = attachFile(process);
        try {
            quit(process.pid());
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            while (System.nanoTime() < deadline) {
                Object now = socket.key();
                SocketChannel channel = now == null || now.equals(before) ? null : socket.connect();
                if (channel != null) return channel;
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } finally {
            Files.deleteIfExists(file);
        }
        throw new IOException("the JVM did not open " + socket.path() + " within 10 s");
    }

    private static Path attachFile(JvmProcess process) throws IOException {
        String name = ".attach_pid" + process.nsPid();
        try {
            return Files.createFile(process.folder().resolve("cwd").resolve(name));
        } catch (IOException notThere) {
            return Files.createFile(process.inside("/tmp/" + name));
        }
    }

    /** The JDK's public API sends no SIGQUIT; every shell has kill built in. */
    private static void quit(long pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -QUIT " + pid)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (kill.waitFor() != 0) throw new IOException("it could not be signalled");
    }

    private static String ask(SocketChannel channel, String request) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) channel.write(bytes);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(4096);
        while (answer.size() < MAX_ANSWER && channel.read(some) > 0) {
            answer.write(some.array(), 0, some.position());
            some.clear();
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** A first line with the result of the command, then what the command says: of load, {@code return code: N}. */
    static String verdict(String answer) throws IOException {
        String[] lines = answer.strip().split("\\R", 2);
        String said = lines.length < 2 ? "" : lines[1].strip();
        if (lines[0].isEmpty()) throw new IOException("the JVM gave no answer");
        boolean loaded =
                lines[0].strip().equals("0") && (said.isEmpty() || said.equals("return code: 0") || said.equals("0"));
        return loaded ? "" : said.isEmpty() ? "result " + lines[0].strip() : said;
    }
}
