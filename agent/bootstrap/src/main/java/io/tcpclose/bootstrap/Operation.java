package io.tcpclose.bootstrap;

/** The operation that an anomaly step tells of; the numbers travel in {@link Step#detail}. */
public final class Operation {
    /** Told from the stack, later: the JDK method that refused is shared by several operations. */
    public static final int UNKNOWN = 0;

    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int CONNECT = 3;
    public static final int SHUTDOWN = 4;

    private Operation() {}
}
