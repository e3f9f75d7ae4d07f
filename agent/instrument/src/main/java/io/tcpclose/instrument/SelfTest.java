package io.tcpclose.instrument;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.ConnectionTable;
import io.tcpclose.bootstrap.Kind;
import io.tcpclose.bootstrap.ListeningSocket;
import io.tcpclose.bootstrap.SocketFactories;
import io.tcpclose.bootstrap.Tracing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves that the hooks fire: a byte and a FIN over a loopback pair of the agent's own. Only of kinds that the application has
 * used, so that nothing of the JDK comes up for the test's sake; only on the agent's thread, whose sockets nobody else sees.
 * The listener lives for the test, on a free loopback port, with room for one.
 */
public final class SelfTest {
    private static final int TIMEOUT_MILLIS = 2_000;

    /** Somebody who wants to see a FIN arrive. */
    @FunctionalInterface
    public interface Fin {
        /** @param own a connected socket of the agent's thread. @param send makes its peer send FIN; to be run once */
        void arrives(Connection own, Runnable send);
    }

    private final List<String> silent = new ArrayList<>();
    private final Fin fin;
    private boolean finShown;

    public SelfTest(Fin fin) {
        this.fin = fin;
    }

    /**
     * Drives the pairs.
     *
     * @return names of hook points that did not fire; empty when all did
     * @throws IOException where this machine lets nobody connect over loopback: then nothing is known
     */
    public List<String> run(Set<Kind> kinds) throws IOException {
        if (kinds.contains(Kind.SOCKET) && !SocketFactories.mayBeSet()) sockets();
        if (kinds.contains(Kind.CHANNEL)) channels();
        // A plain Socket brings up nothing of the application's: it shows the FIN where other kinds are in use.
        if (!finShown && !SocketFactories.mayBeSet()) sockets();
        return silent;
    }

    @SuppressWarnings("try") // its close is what is looked at
    private void sockets() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket()) {
            ListeningSocket listening = lastListener();
            client.connect(listener.getLocalSocketAddress(), TIMEOUT_MILLIS);
            Connection connected = Tracing.lastOwn();
            listener.setSoTimeout(TIMEOUT_MILLIS);
            try (Socket server = listener.accept()) {
                Connection accepted = Tracing.lastOwn();
                server.setSoTimeout(TIMEOUT_MILLIS);
                client.getOutputStream().write(1);
                server.getInputStream().read();
                show(accepted, client::shutdownOutput);
                server.getInputStream().read();
                opened("NioSocketImpl", connected, accepted);
            }
            client.close();
            closed("NioSocketImpl.close", connected);
            listener.close();
            listened("NioSocketImpl.listen", "NioSocketImpl.accept", "NioSocketImpl.close", listening);
        }
    }

    @SuppressWarnings("try") // its close is what is looked at
    private void channels() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            ListeningSocket listening = lastListener();
            channels(listener);
            listener.close();
            String type = "ServerSocketChannelImpl.";
            listened(type + "netBind", type + "accept", type + "implCloseSelectableChannel", listening);
        }
    }

    @SuppressWarnings("try") // its close is what is looked at
    private void channels(ServerSocketChannel listener) throws IOException {
        try (SocketChannel client = SocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            client.connect(listener.getLocalAddress());
            Connection connected = Tracing.lastOwn();
            try (SocketChannel server = listener.accept()) {
                Connection accepted = Tracing.lastOwn();
                client.write(ByteBuffer.wrap(new byte[1]));
                ByteBuffer buffer = ByteBuffer.allocate(1);
                server.read(buffer);
                show(accepted, client::shutdownOutput);
                server.read(buffer.clear());
                opened("SocketChannelImpl", connected, accepted);
            }
            client.close();
            closed("SocketChannelImpl.implCloseSelectableChannel", connected);
        }
    }

    private interface Shutdown {
        void run() throws IOException;
    }

    /** The first FIN is shown; each is sent. */
    private void show(@Nullable Connection receiver, Shutdown shutdown) throws IOException {
        if (finShown || receiver == null) {
            shutdown.run();
            return;
        }
        finShown = true;
        IOException[] failed = new IOException[1];
        fin.arrives(receiver, () -> {
            try {
                shutdown.run();
            } catch (IOException e) {
                failed[0] = e;
            }
        });
        if (failed[0] != null) throw failed[0];
    }

    private void opened(String type, @Nullable Connection client, @Nullable Connection server) {
        expect("Net.socket", client != null && client != server);
        expect(type + ": accept", server != null && server != client);
        if (client == null || server == null || client == server) return;
        expect("Net.connect", client.has(Connection.CONNECTED));
        expect("Net.localAddress", client.localPort() != 0);
        expect(type + ": kind", client.kind != Kind.UNKNOWN);
        expect("SocketDispatcher.write", client.bytesWritten() == 1);
        expect("SocketDispatcher.read", server.bytesRead() == 1);
        expect("SocketDispatcher.read: end-of-file", server.has(Connection.EOF_READ));
        expect(type + ".shutdownOutput", client.has(Connection.OUTPUT_SHUT));
    }

    private static @Nullable ListeningSocket lastListener() {
        return Tracing.lastOwn() instanceof ListeningSocket listener ? listener : null;
    }

    private void listened(String bind, String accept, String close, @Nullable ListeningSocket listener) {
        expect("Net.serverSocket", listener != null);
        if (listener == null) return;
        expect(bind, listener.isListening());
        expect(accept, listener.accepted() == 1);
        closed(close, listener);
    }

    private void closed(String close, @Nullable Connection client) {
        if (client == null) return;
        expect(close, client.has(Connection.CLOSING));
        expect("close(2)", !ConnectionTable.holds(client));
    }

    private void expect(String hookPoint, boolean fired) {
        if (!fired && !silent.contains(hookPoint)) silent.add(hookPoint);
    }
}
