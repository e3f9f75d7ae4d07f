package io.tcpclose.bootstrap;

/** Which implementation owns the descriptor. */
public enum Kind {
    UNKNOWN("unknown"),
    /** {@code java.net.Socket} over NioSocketImpl. */
    SOCKET("socket"),
    /** {@code SocketChannel}, with or without a selector or a socket adaptor. */
    CHANNEL("channel"),
    /** {@code AsynchronousSocketChannel}. */
    ASYNC("async");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** The name used in reports and meters. */
    public String label() {
        return label;
    }
}
