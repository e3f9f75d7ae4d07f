package io.tcpclose.agent.options;

import io.tcpclose.core.filter.IpLiteral;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code off}, or where to listen. No name but {@code localhost}: a resolver may block, and may give any address. */
record HttpKind() implements Kind {
    private static final String OFF = "off";
    private static final Kinds.Count PORTS = new Kinds.Count(0, 65_535);

    @Override
    public @Nullable Object parse(String text, List<String> why) {
        if (text.equalsIgnoreCase(OFF)) {
            return OFF;
        }
        int colon = text.lastIndexOf(':');
        byte[] host = colon < 0 ? Listening.loopback() : host(text.substring(0, colon));
        Object port = PORTS.parse(text.substring(colon + 1), new ArrayList<>());
        return host == null || port == null ? null : new Listening(host, (Integer) port);
    }

    /** IPv6 only in brackets: the last group of {@code ::1} is not a port. */
    private static byte @Nullable [] host(String text) {
        if (text.equalsIgnoreCase("localhost")) {
            return Listening.loopback();
        }
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String literal = bracketed ? text.substring(1, text.length() - 1) : text;
        return bracketed == literal.indexOf(':') >= 0 ? IpLiteral.parse(literal) : null;
    }

    @Override
    public String allowed() {
        return "off, a port from 0 to 65535 or HOST:PORT such as 10.0.0.1:9464, [::1]:9464 or localhost:9464"
                + " (no other name, as none is looked up)";
    }
}
