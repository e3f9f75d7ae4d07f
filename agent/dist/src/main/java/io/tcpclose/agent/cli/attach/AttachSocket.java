package io.tcpclose.agent.cli.attach;

import io.tcpclose.agent.cli.process.JvmProcess;
import io.tcpclose.agent.cli.process.UnixSockets;
import io.tcpclose.export.SocketFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where HotSpot takes commands: {@code /tmp/.java_pidPID}, which it binds as {@code .java_pidPID.tmp} and renames
 * ({@code attachListener_posix.cpp}). In a /tmp that containers share, that of another JVM with the same number may
 * stand there: only a connection that the very process has accepted is used.
 */
final class AttachSocket {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final JvmProcess process;
    private final Path path;
    private final String boundAs;

    AttachSocket(JvmProcess process) {
        this.process = process;
        String name = ".java_pid" + process.nsPid();
        this.path = process.inside("/tmp/" + name);
        this.boundAs = name + ".tmp";
    }

    Path path() {
        return path;
    }

    /** Something that changes with what stands there; null where there is nothing. */
    @Nullable
    Object key() {
        return SocketFile.key(path);
    }

    /** Null where nobody listens there, or another process. */
    @Nullable
    SocketChannel connect() throws IOException, InterruptedException {
        if (!SocketFile.is(path) || !process.isOwned(path)) throw new IOException(path + " is not the JVM's own");
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (ConnectException nobody) {
            return null;
        }
        if (isAccepted()) return channel;
        channel.close();
        return null;
    }

    private boolean isAccepted() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!UnixSockets.hasAccepted(process, boundAs)) {
            if (System.nanoTime() > deadline) return false;
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    /** Whether the JVM listens somewhere, and so would print its threads when it is asked to. */
    boolean isHidden() {
        return UnixSockets.isListening(process, boundAs);
    }
}
