package io.tcpclose.export.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ways in: a TCP port if the user asks for one, and the control socket unless he does not want it. */
public final class Doors {
    /**
     * @param http where to listen, null for nowhere; asked once the application runs, since the first InetAddress of a JVM settles
     *     {@code java.net.preferIPv4Stack}
     * @param token bearer token, null for none
     * @param control {@code auto} or a path, null for no control socket
     * @param threads whose sockets stay invisible
     * @param version of the agent
     * @param say one line for the user
     */
    public record Settings(
            @Nullable Supplier<InetSocketAddress> http,
            @Nullable String token,
            @Nullable String control,
            ThreadFactory threads,
            String version,
            Consumer<String> say) {}

    private final Settings settings;
    private final AgentPages pages;
    private final Commands commands;
    private volatile @Nullable HttpEndpoint endpoint;
    private volatile @Nullable RequestServer control;
    private volatile boolean isStopped;

    public Doors(Settings settings, AgentPages pages, Commands commands) {
        this.settings = settings;
        this.pages = pages;
        this.commands = commands;
    }

    /** What cannot be opened is said, and the rest is. Once the application runs. */
    public void start() {
        attempt("http", this::openPort);
        attempt("control", this::openSocket);
        if (isStopped) stop();
    }

    private interface Door {
        void open() throws IOException;
    }

    private void attempt(String option, Door door) {
        if (isStopped) return;
        try {
            door.open();
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
            settings.say.accept(option + " is off: " + e.getMessage());
        }
    }

    private void openPort() throws IOException {
        Supplier<InetSocketAddress> address = settings.http;
        if (address == null) return;
        HttpEndpoint opened =
                new HttpEndpoint(address.get(), settings.token, pages, settings.threads, settings.version);
        endpoint = opened;
        String page = opened.showsPages() ? ", live page at " + opened.url() + "/" : "";
        settings.say.accept("metrics at " + opened.url() + "/metrics" + page);
    }

    private void openSocket() throws IOException {
        if (settings.control == null) return;
        ControlSocket opened = ControlSocket.open(settings.control, ControlHome.own(), settings.say);
        control = RequestServer.started(
                opened.listener(),
                opened,
                new ControlPages(pages, commands, opened.identity()),
                "tcpclose/" + settings.version,
                settings.threads);
    }

    /**
     * Any thread, also more than once, and while {@link #start} hangs in a file system: it takes no lock, and waits
     * for each door a second at most.
     */
    public void stop() {
        isStopped = true;
        HttpEndpoint port = endpoint;
        RequestServer socket = control;
        if (port != null) port.beginStop();
        if (socket != null) socket.beginStop();
        if (port != null) port.stop();
        if (socket != null) socket.stop();
    }
}
