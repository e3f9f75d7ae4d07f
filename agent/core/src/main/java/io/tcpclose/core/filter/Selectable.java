package io.tcpclose.core.filter;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a selector looks at in a connection.
 *
 * @param localPort 0 when unknown
 * @param remotePort 0 when unknown
 * @param remote the peer's address, {@code null} when unknown; only its bytes are read, no name is ever looked up
 * @param host the name that the application passed, {@code null} when it passed none
 * @param classNames the classes of the opening stack's frames, as {@link StackTraceElement#getClassName()} gives them
 */
public record Selectable(
        Role role,
        int localPort,
        int remotePort,
        @Nullable InetAddress remote,
        @Nullable String host,
        List<String> classNames) {

    /** Which end of the connection this JVM is. {@link #UNKNOWN} for connections met by a late attach. */
    public enum Role {
        CLIENT,
        SERVER,
        UNKNOWN
    }

    /** Whether this is the service's port: the remote one of a client, the listener's of a server, else either. */
    boolean hasServicePort(int port) {
        return (role != Role.SERVER && port == remotePort) || (role != Role.CLIENT && port == localPort);
    }
}
