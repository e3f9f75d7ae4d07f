package io.tcpclose.bootstrap;

/** Raw backtraces, which only the hooks can take. */
public final class Stacks {
    private Stacks() {}

    /** The caller's. */
    public static StackMark here() {
        return new StackMark();
    }

    /** One that a test wrote. */
    public static StackMark of(StackTraceElement... frames) {
        StackMark mark = new StackMark();
        mark.setStackTrace(frames);
        return mark;
    }
}
