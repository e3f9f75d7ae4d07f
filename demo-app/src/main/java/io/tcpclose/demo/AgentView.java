package io.tcpclose.demo;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** What the agent says of a socket, where there is an agent: asked by reflection, since the demo depends on nothing of it. */
final class AgentView {
    private static final @Nullable Class<?> STATS = find();

    private AgentView() {}

    private static @Nullable Class<?> find() {
        try {
            return Class.forName("io.tcpclose.bootstrap.Stats", true, null);
        } catch (ClassNotFoundException noAgent) {
            return null;
        }
    }

    /** {@code inbound/outbound}; a dash without an agent, or for a socket that is closed. */
    static String of(Object socket) {
        String inbound = ask("inbound", socket);
        String outbound = ask("outbound", socket);
        return inbound == null || outbound == null ? "-" : inbound + "/" + outbound;
    }

    private static @Nullable String ask(String question, Object socket) {
        if (STATS == null) {
            return null;
        }
        try {
            Method method = STATS.getMethod(question, Object.class);
            return (String) method.invoke(null, socket);
        } catch (ReflectiveOperationException otherVersion) {
            return null;
        }
    }
}
