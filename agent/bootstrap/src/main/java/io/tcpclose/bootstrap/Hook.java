package io.tcpclose.bootstrap;

/** Numbers of the hooks, for error counts and the self-test: ints and not an enum, because they index arrays on the hot path. */
public final class Hook {
    public static final int READ = 0;
    public static final int WRITE = 1;
    public static final int SENDFILE = 2;
    public static final int SOCKET = 3;
    public static final int CONNECT = 4;
    public static final int ADDRESS = 5;
    public static final int ACCEPT = 6;
    public static final int SHUTDOWN = 7;
    public static final int CLOSE = 8;
    public static final int RELEASE = 9;
    public static final int LATE_USE = 10;
    public static final int WAIT = 11;
    public static final int LAYER = 12;
    /** Not a hook of its own: the application's tracing library, asked inside of one. */
    public static final int TRACE = 13;

    public static final int OPENER = 14;

    public static final int COUNT = 15;

    private static final String[] NAMES = {
        "read",
        "write",
        "sendfile",
        "socket",
        "connect",
        "address",
        "accept",
        "shutdown",
        "close",
        "release",
        "late-use",
        "wait",
        "layer",
        "trace",
        "opener"
    };

    private Hook() {}

    /** The name used in reports and meters. */
    public static String name(int hook) {
        return NAMES[hook];
    }
}
