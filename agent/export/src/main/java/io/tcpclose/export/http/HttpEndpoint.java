package io.tcpclose.export.http;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The agent's port, where one was asked for: read-only, on loopback unless the user says otherwise. See {@link Access}. */
public final class HttpEndpoint {
    private static final int BACKLOG = 1_024;

    private final InetAddress host;
    private final int port;
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
        this.host = address.getAddress();
        this.port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        this.showsPages = token != null || host.isLoopbackAddress();
        Access access = new Access(pages, host, token);
        this.server = RequestServer.started(listener, HttpEndpoint::lets, access, "tcpclose/" + version, threads);
    }

    private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            return listener.bind(address, BACKLOG);
        } catch (UnsupportedAddressTypeException e) {
            listener.close();
            throw new IOException("cannot listen at " + literal(address) + ": this JVM has no IPv6", e);
        } catch (IOException e) {
            listener.close();
            throw new IOException("cannot listen at " + literal(address) + ": " + e.getMessage(), e);
        }
    }

    private static String literal(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }

    private static boolean lets(SocketChannel accepted) throws IOException {
        accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return true;
    }

    /** The first half of {@link #stop}, which returns at once. */
    void beginStop() {
        server.beginStop();
    }

    /** Closes all connections too. */
    public void stop() {
        server.stop();
    }

    /** Whether there is more to see than meters, see {@link Access}. */
    public boolean showsPages() {
        return showsPages;
    }

    /**
     * For the line that tells of it: the address as it was asked for (a socket of IPv6 calls 0.0.0.0 {@code ::}),
     * with the port that it got.
     */
    public String url() {
        return "http://" + (host instanceof Inet4Address ? host.getHostAddress() : "[" + shortened(host) + "]") + ":"
                + port;
    }

    /** The first longest run of zero groups is {@code ::} (RFC 5952, section 4.2). */
    private static String shortened(InetAddress address) {
        String literal = address.getHostAddress();
        for (int zeros = 8; zeros > 1; zeros--) {
            String run = ":" + "0:".repeat(zeros);
            int at = (":" + literal + ":").indexOf(run);
            if (at >= 0) return literal.substring(0, Math.max(at - 1, 0)) + "::" + rest(literal, at + run.length() - 2);
        }
        return literal;
    }

    private static String rest(String literal, int from) {
        return from >= literal.length() ? "" : literal.substring(from + 1);
    }
}
