package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.control.ControlClient;
import io.tcpclose.agent.cli.control.ControlSocket;
import io.tcpclose.agent.cli.process.JvmProcess;
import io.tcpclose.agent.cli.process.Refusal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An agent that this command has loaded, and takes out again also when the command is interrupted. */
final class Guest implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ControlClient client;
    private final @Nullable Thread atExit;

    /** @param leaves when this is closed, or the command ends */
    Guest(ControlClient client, boolean leaves) {
        this.client = client;
        this.atExit = leaves ? new Thread(this::leaveQuietly, "tcpclose-detach") : null;
        if (atExit != null) Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** The agent once it answers: its own threads begin after agentmain. @param path where the option control has put it */
    static ControlClient await(JvmProcess process, @Nullable Path path) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            ControlClient client = ask(process, path);
            if (client != null) return client;
            sleep(100);
        } while (System.nanoTime() < deadline && process.folder().toFile().exists());
        throw new Refusal("the agent was loaded into pid " + process.pid() + " and does not answer: "
                + "a line of the JVM's stderr that begins with tcpclose says why");
    }

    /** An agent that has only just come may not be able to answer yet. */
    private static @Nullable ControlClient ask(JvmProcess process, @Nullable Path path) {
        try {
            return path == null ? ControlSocket.find(process, other -> {}) : ControlSocket.at(process, path);
        } catch (Refusal e) {
            return null;
        }
    }

    ControlClient client() {
        return client;
    }

    void observe(Duration time) {
        sleep(time.toMillis());
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new Refusal("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (atExit == null) return;
        Runtime.getRuntime().removeShutdownHook(atExit);
        client.detach();
    }

    private void leaveQuietly() {
        try {
            client.detach();
        } catch (IOException | RuntimeException e) {
            // the JVM has ended, or the user will find the agent with list
        }
    }
}
