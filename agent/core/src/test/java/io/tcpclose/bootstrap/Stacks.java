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

    /** One that a test wrote. */
    public static StackMark of(StackTraceElement... frames) {
        StackMark mark = new StackMark();
        mark.setStackTrace(frames);
        return mark;
    }
}
