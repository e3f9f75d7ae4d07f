package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.StackMark;
import io.tcpclose.bootstrap.Step;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Uses after close that are part of putting things away, told by the raw stack, whose JDK frames a call site leaves out. */
final class CleanUp {
    /** Servers that finish a response of their own after they have closed its connection. */
    private static final List<String> CONTAINERS = List.of(
            "org.apache.tomcat.",
            "org.apache.coyote.",
            "org.apache.catalina.",
            "org.eclipse.jetty.",
            "io.undertow.",
            "org.xnio.",
            "io.netty.",
            "io.vertx.",
            "reactor.netty.",
            "sun.net.httpserver.");

    private static final String AGENT = "io.tcpclose.bootstrap.";

    private CleanUp() {}

    /** @return null where it is no misuse, {@code INFO} where only the container can change it */
    static @Nullable Severity severity(Step use) {
        if (!(use.trace instanceof StackMark mark)) return Severity.WARN;
        StackTraceElement[] stack = mark.getStackTrace();
        if (isFlushInClose(stack)) return null;
        return isContainers(stack) ? Severity.INFO : Severity.WARN;
    }

    /** As {@code FilterOutputStream.close} does: close, flush, write, and below them the socket. */
    private static boolean isFlushInClose(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String method = frame.getMethodName();
            if (method.equals("close")) return true;
            if (!isBelowStreams(frame) && !isStreaming(method)) return false;
        }
        return false;
    }

    /** JDK 21 has implWrite and implFlush between them. */
    private static boolean isStreaming(String method) {
        String name = method.startsWith("impl") ? method.substring(4).toLowerCase(Locale.ROOT) : method;
        return name.startsWith("write") || name.startsWith("flush");
    }

    private static boolean isBelowStreams(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith(AGENT)
                || type.startsWith("sun.nio.ch.")
                || type.startsWith("java.net.")
                || type.startsWith("java.nio.channels.")
                || type.startsWith("sun.security.ssl.");
    }

    private static boolean isContainers(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (type.startsWith(AGENT) || "java.base".equals(frame.getModuleName())) continue;
            return CONTAINERS.stream().anyMatch(type::startsWith);
        }
        return false;
    }
}
