package io.tcpclose.bootstrap;

import org.jspecify.annotations.Nullable;

/** What the JVM runs at its end. It keeps this for ever, and this keeps an agent only as long as that is here. */
public final class ExitSlot implements Runnable {
    private static volatile @Nullable Runnable last;
    private static boolean taken;
    private static volatile boolean afterAllHooks;

    private ExitSlot() {}

    /** @return to be registered, or null where it was before */
    public static synchronized @Nullable ExitSlot take(Runnable atExit) {
        last = atExit;
        boolean first = !taken;
        taken = true;
        return first ? new ExitSlot() : null;
    }

    /** Where the JVM has put it: in a slot after the application's own hooks. */
    public static void isAfterAllHooks(boolean is) {
        afterAllHooks = is;
    }

    public static boolean isAfterAllHooks() {
        return afterAllHooks;
    }

    public static void clear() {
        last = null;
    }

    /** What was registered is registered no more. */
    public static synchronized void release() {
        taken = false;
    }

    @Override
    public void run() {
        Runnable atExit = last;
        if (atExit != null) atExit.run();
    }
}
