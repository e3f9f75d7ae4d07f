package io.tcpclose.agent.options;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address to listen at, as bytes: the first {@link InetAddress} of a JVM fixes what {@code java.net.preferIPv4Stack}
 * says, which the application's main method may still want to set.
 */
final class Listening {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int V4_BYTES = 4;

    private final byte[] host;
    private final int port;

    Listening(byte[] host, int port) {
        this.host = host;
        this.port = port;
    }

    static byte[] loopback() {
        return LOOPBACK.clone();
    }

    HttpAddress address() {
        try {
            return new HttpAddress(InetAddress.getByAddress(host), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("neither 4 nor 16 bytes", e);
        }
    }

    /** As a user would write it, with the host. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        if (host.length == V4_BYTES) {
            appendV4(out);
        } else {
            appendV6(out);
        }
        return out.append(':').append(port).toString();
    }

    private void appendV4(StringBuilder out) {
        for (int i = 0; i < host.length; i++) {
            out.append(i == 0 ? "" : ".").append(host[i] & 0xff);
        }
    }

    private void appendV6(StringBuilder out) {
        for (int i = 0; i < host.length; i += 2) {
            int group = (host[i] & 0xff) << 8 | host[i + 1] & 0xff;
            out.append(i == 0 ? "[" : ":").append(Integer.toHexString(group));
        }
        out.append(']');
    }
}
