package io.tcpclose.core.kernel;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The range from which the kernel gives a port to who connects without naming one: net.ipv4.ip_local_port_range. */
public record EphemeralPorts(int first, int last) {
    /** Of Linux, where nobody has changed it. */
    public static final EphemeralPorts DEFAULT = new EphemeralPorts(32_768, 60_999);

    /** @param proc /proc */
    public static EphemeralPorts read(Path proc) {
        File file = proc.resolve("sys/net/ipv4/ip_local_port_range").toFile();
        String[] words =
                RegularFile.text(file, 64, StandardCharsets.US_ASCII).strip().split("\\s+", -1);
        try {
            return words.length == 2
                    ? new EphemeralPorts(Integer.parseInt(words[0]), Integer.parseInt(words[1]))
                    : DEFAULT;
        } catch (NumberFormatException e) {
            return DEFAULT;
        }
    }

    public boolean contains(int port) {
        return port >= first && port <= last;
    }
}
