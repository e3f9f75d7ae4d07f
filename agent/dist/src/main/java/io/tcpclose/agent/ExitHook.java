package io.tcpclose.agent;

import io.tcpclose.bootstrap.ExitSlot;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.TimeUnit;
import jdk.internal.access.SharedSecrets;
import org.jspecify.annotations.Nullable;

/**
 * Runs the exit report after the application's own shutdown hooks. Those run concurrently with every ordinary hook, so a
 * rolling restart would report each connection that is just being closed; the JDK's own slots run one after the other
 * ({@code java.lang.Shutdown}: 0 console, 1 application hooks, 2 delete on exit), and ours comes after.
 */
final class ExitHook {
    private static final int FIRST_SLOT = 3;
    private static final int LAST_SLOT = 9;
    /** With what the last things may take less than five seconds. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private static @Nullable Thread ordinary;

    private ExitHook() {}

    static boolean hasSlot() {
        return ExitSlot.isAfterAllHooks();
    }

    static void register(Runnable lastThings) {
        ExitSlot fresh = ExitSlot.take(() -> privileged(lastThings));
        if (fresh == null) return;
        boolean slot = takeSlot(fresh);
        ExitSlot.isAfterAllHooks(slot);
        if (slot) return;
        ordinary = ordinary(fresh);
        Runtime.getRuntime().addShutdownHook(ordinary);
    }

    /** The agent leaves. A slot of the JDK's own cannot be given back, and what stays there is a boot class. */
    static void forget() {
        ExitSlot.clear();
        if (ordinary == null || !Runtime.getRuntime().removeShutdownHook(ordinary)) return;
        ordinary = null;
        ExitSlot.release();
    }

    /** The thread that ends the JVM runs the application's code, and threads inherit the permissions of a stack. */
    @SuppressWarnings("removal")
    private static void privileged(Runnable lastThings) {
        AccessController.doPrivileged((PrivilegedAction<@Nullable Void>) () -> {
            lastThings.run();
            return null;
        });
    }

    private static boolean takeSlot(Runnable report) {
        for (int i = FIRST_SLOT; i <= LAST_SLOT; i++) {
            try {
                SharedSecrets.getJavaLangAccess().registerShutdownHook(i, true, report);
                return true;
            } catch (InternalError taken) {
                // by another agent; the next slot does as well
            } catch (Throwable absent) {
                return false;
            }
        }
        return false;
    }

    private static Thread ordinary(Runnable report) {
        Thread thread = new Thread(
                null,
                () -> {
                    waitForOthers();
                    report.run();
                },
                "tcpclose-exit",
                0,
                false);
        thread.setContextClassLoader(null);
        return thread;
    }

    /** Ordinary hooks are threads of the main group that nobody names; give those that run the time a quiet moment takes. */
    private static void waitForOthers() {
        long deadline = System.nanoTime() + PATIENCE;
        Thread[] threads = new Thread[Thread.activeCount() * 2 + 16];
        int n = Thread.enumerate(threads);
        for (int i = 0; i < n; i++) {
            Thread thread = threads[i];
            if (thread == Thread.currentThread()
                    || thread.isDaemon()
                    || thread.getName().equals("DestroyJavaVM")) continue;
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) return;
            try {
                thread.join(left);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
