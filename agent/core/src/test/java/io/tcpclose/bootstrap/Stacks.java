package io.tcpclose.bootstrap;

/** Raw backtraces and bare steps, which only the hooks can make. */
public final class Stacks {
    private Stacks() {}

    /** The caller's. */
    public static StackMark here() {
        return new StackMark();
    }

    /** A step without a backtrace, on no life line. */
    public static Step bare(Connection connection, SocketEvent event, long detail) {
        return new Step(connection, event, 0, detail, null);
    }

    /** One that a test wrote, of a connection that this listener accepted. */
    public static StackMark acceptedFrom(Connection listener, StackTraceElement... frames) {
        StackMark mark = of(frames);
        mark.listener(listener);
        return mark;
    }

    /** That of the first asynchronous accept of this listener. */
    public static void acceptsIn(Connection listener, StackMark mark) {
        listener.anomaliesForUpdate().acceptTrace = mark;
    }

    /** One that a test wrote. */
    public static StackMark of(StackTraceElement... frames) {
        StackMark mark = new StackMark();
        mark.setStackTrace(frames);
        return mark;
    }
}
