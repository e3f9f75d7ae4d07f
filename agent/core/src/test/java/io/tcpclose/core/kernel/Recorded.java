package io.tcpclose.core.kernel;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Files of a kernel 6.18 (x86-64, a network namespace of its own): listeners on 127.0.0.1:8080 and [::]:8081, and to each
 * of them connections from 50001 and 51001 on, in these states from the client's side: established, orphaned FIN_WAIT2, FIN_WAIT2
 * with a descriptor, TIME_WAIT; and to 8080 three more that nobody accepted, of which the first was closed by its client.
 * The counters are of another namespace, in which sockets were closed with SO_LINGER 0 and with unread data.
 */
final class Recorded {
    private Recorded() {}

    static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(Recorded.class.getResource("recorded"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static String text(String file) throws IOException {
        return Files.readString(folder().resolve(file), StandardCharsets.ISO_8859_1);
    }

    static String header(String file) throws IOException {
        return text(file).lines().findFirst().orElseThrow() + "\n";
    }
}
