package io.tcpclose.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Files of the tests. */
final class Resources {
    private Resources() {}

    static String text(String name) throws IOException {
        try (InputStream in = Resources.class.getResourceAsStream("/" + name)) {
            return in == null ? "no file " + name : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
