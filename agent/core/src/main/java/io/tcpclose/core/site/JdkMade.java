package io.tcpclose.core.site;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.StackMark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that the JDK makes for itself inside a call of another kind, and leaves to its Cleaner: {@code jdk.net.Sockets} asks what
 * options there are. No code of the application can close them.
 */
public final class JdkMade {
    private static final List<String> MAKERS = List.of("jdk.net.Sockets", "jdk.net.ExtendedSocketOptions");

    private JdkMade() {}

    /** Where its opening stack is known. */
    public static boolean isIt(Connection c) {
        Object trace = c.openedTrace;
        if (trace instanceof StackMark mark) return maker(mark.getStackTrace()) >= 0;
        return trace instanceof Site site && isMaker(first(site));
    }

    private static @Nullable String first(Site site) {
        return site.classes().isEmpty() ? null : site.classes().get(0);
    }

    /** Index of the JDK's frame that made the socket, or -1: no frame of an application comes before it. */
    static int maker(StackTraceElement[] stack) {
        for (int i = 0; i < stack.length; i++) {
            String type = stack[i].getClassName();
            if (isMaker(type)) return i;
            if (stack[i].getModuleName() == null
                    && !type.startsWith("java.")
                    && !type.startsWith("io.tcpclose.bootstrap.")) return -1;
        }
        return -1;
    }

    private static boolean isMaker(@Nullable String type) {
        return type != null && MAKERS.stream().anyMatch(type::startsWith);
    }
}
