package io.tcpclose.bootstrap;

/** Raw backtraces and bare steps, which only the hooks can make. */
public final class Stacks {
    private Stacks() {}

    /** The caller's. */
    public static StackMark here() {
        return new StackMark();
    }

    /** The caller's, of a connection that this listener accepted. */
    public static StackMark hereFrom(Connection listener) {
        StackMark mark = new StackMark();
        mark.listener(listener);
        return mark;
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
        dropRaw(mark);
        return mark;
    }

    /** It is of another stack than the frames. */
    private static void dropRaw(StackMark mark) {
        try {
            Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
            Object unsafe = type.getMethod("getUnsafe").invoke(null);
            Object offset = type.getMethod("objectFieldOffset", Class.class, String.class)
                    .invoke(unsafe, Throwable.class, "backtrace");
            type.getMethod("putReference", Object.class, long.class, Object.class)
                    .invoke(unsafe, mark, offset, null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this JVM keeps a backtrace elsewhere", e);
        }
    }
}
