package io.tcpclose.bootstrap;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Whether a socket could not be made because this process (or the machine) had no descriptor left: EMFILE or ENFILE. */
public final class OutOfDescriptors {
    /** As strerror(3) has it for both, in English; in another language it is not recognised. */
    private static final String TEXT = "Too many open files";

    private static volatile boolean seen;
    private static volatile int connections;

    private OutOfDescriptors() {}

    /** What socket(2) or accept(2) failed with; null where it did not. The first time, the agent's thread is woken. */
    public static void look(@Nullable Throwable thrown) {
        if (thrown == null || seen) return;
        try {
            String message = thrown.getMessage();
            if (message == null || !message.contains(TEXT)) return;
            connections = Tracing.TRACKED.get();
            seen = true;
            LockSupport.unpark(Tracing.agentThread);
        } catch (Throwable e) {
            HookErrors.record(Hook.SOCKET, e);
        }
    }

    /** How many connections were open when it was seen first: whoever asks later may find them closed. */
    public static int connections() {
        return connections;
    }

    static void reset() {
        seen = false;
        connections = 0;
    }

    /** Since the start. */
    public static boolean seen() {
        return seen;
    }
}
