package io.tcpclose.export.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The agent's port, where one was asked for: read-only, on loopback unless the user says otherwise. See {@link Access}. */
public final class HttpEndpoint {
    private static final int BACKLOG = 1_024;

    private final InetSocketAddress bound;
    private final boolean showsPages;
    private final RequestServer server;

    /**
     * @param token null for none
     * @param threads of the agent, so that its sockets stay invisible
     * @param version for the header Server
     * @throws IOException where the address cannot be bound
     */
    public HttpEndpoint(
            InetSocketAddress address, @Nullable String token, AgentPages pages, ThreadFactory threads, String version)
            throws IOException {
        ServerSocketChannel listener = bind(address);
        this.bound = (InetSocketAddress) listener.getLocalAddress();
        this.showsPages = token != null || bound.getAddress().isLoopbackAddress();
        Access access = new Access(pages, bound.getAddress(), token);
        this.server = new RequestServer(listener, HttpEndpoint::lets, access, "tcpclose/" + version, threads);
        server.start();
    }

    private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            return listener.bind(address, BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw new IOException("cannot listen at " + literal(address) + ": " + e.getMessage(), e);
        }
    }

    private static String literal(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }

    /** Head and body are written apart: the body does not wait for the reader's delayed ACK of the head. */
    private static boolean lets(SocketChannel accepted) throws IOException {
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return true;
    }

    /** Closes all connections too. */
    public void stop() {
        server.stop();
    }

    /** Whether there is more to see than meters, see {@link Access}. */
    public boolean showsPages() {
        return showsPages;
    }

    /** For the line that tells of it. */
    public String url() {
        InetAddress host = bound.getAddress();
        String literal = host.getHostAddress();
        return "http://" + (literal.indexOf(':') < 0 ? literal : "[" + literal + "]") + ":" + bound.getPort();
    }
}
