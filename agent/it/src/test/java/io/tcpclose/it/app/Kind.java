package io.tcpclose.it.app;

/** The ways an application gets a connection; each has classes of its own below {@code java.net} or {@code sun.nio.ch}. */
public enum Kind {
    SOCKET("`Socket`"),
    ACCEPTED("accepted `Socket`"),
    CHANNEL("`SocketChannel`, blocking"),
    SELECTOR("`SocketChannel`, registered"),
    ASYNC("`AsynchronousSocketChannel`"),
    TLS("`SSLSocket`");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
