package io.tcpclose.it.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network namespace with nothing but a loopback, held by a process of its own: what the kernel counts there is the
 * program's and its peers' alone. Where this user may not make one, all share the machine's network, and the kernel's
 * counters are nobody's.
 */
public final class PrivateNet implements AutoCloseable {
    private final Process holder;
    private final boolean apart;

    private PrivateNet(Process holder, boolean apart) {
        this.holder = holder;
        this.apart = apart;
    }

    public static PrivateNet create() throws IOException {
        Process holder = new ProcessBuilder(
                        "unshare", "-n", "sh", "-c", "ip link set lo up && echo up && exec sleep 600")
                .redirectErrorStream(true)
                .start();
        String first = holder.inputReader().readLine();
        return new PrivateNet(holder, "up".equals(first));
    }

    public boolean isApart() {
        return apart;
    }

    /** The same command inside; its process stays the one that is started. */
    public List<String> inside(List<String> command) {
        if (!apart) {
            return command;
        }
        List<String> inside = new ArrayList<>(List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net", "--"));
        inside.addAll(command);
        return inside;
    }

    /** Connections that began and that came, here, ever. */
    public Opens opens() throws IOException {
        List<String> tcp = Files.readAllLines(Path.of("/proc", String.valueOf(holder.pid()), "net", "snmp")).stream()
                .filter(line -> line.startsWith("Tcp:"))
                .toList();
        List<String> names = Arrays.asList(tcp.get(0).split(" ", -1));
        String[] values = tcp.get(1).split(" ", -1);
        return new Opens(
                Long.parseLong(values[names.indexOf("ActiveOpens")]),
                Long.parseLong(values[names.indexOf("PassiveOpens")]));
    }

    /** @param active includes those that were refused */
    public record Opens(long active, long passive) {
        public Opens minus(Opens earlier) {
            return new Opens(active - earlier.active, passive - earlier.passive);
        }

        public Opens plus(Opens more) {
            return new Opens(active + more.active, passive + more.passive);
        }
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
