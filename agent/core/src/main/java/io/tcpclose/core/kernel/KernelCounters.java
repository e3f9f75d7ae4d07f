package io.tcpclose.core.kernel;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * Counters of the network namespace, not of this process: /proc/self/net/netstat (TcpExt) and sockstat, sockstat6.
 * What cannot be read, or is not as expected, is left out.
 */
public final class KernelCounters {
    /** What the kernel counts (include/uapi/linux/snmp.h) when connections end otherwise than by two FINs in time. */
    private static final List<String> CLOSING = List.of(
            // RST sent: closed with unread data; data came after the close, or closed with SO_LINGER 0.
            "TCPAbortOnClose",
            "TCPAbortOnData",
            // RST sent by an orphan: too many of them or too little memory, no answer in time, linger time over.
            "TCPAbortOnMemory",
            "TCPAbortOnTimeout",
            "TCPAbortOnLinger",
            // An RST was due and could not be sent.
            "TCPAbortFailed",
            // Retransmission timers that fired: the peer did not answer.
            "TCPTimeouts",
            // Closed without the protection of TIME_WAIT: net.ipv4.tcp_max_tw_buckets reached.
            "TCPTimeWaitOverflow",
            // Connections that found the accept queue full; those and others that a listener dropped.
            "ListenOverflows",
            "ListenDrops");

    /** Some 7,000 bytes in kernel 6.18, and each release adds a few. */
    private static final int MAX_BYTES = 1 << 17;

    private final File folder;

    /** @param folder such as /proc/self/net */
    public KernelCounters(Path folder) {
        this.folder = folder.toFile();
    }

    /** Counters of close and abort since the namespace began; only those that this kernel has, in a fixed order. */
    public Map<String, Long> tcpExt() {
        List<String> lines = lines("netstat", "TcpExt:");
        Map<String, Long> all = lines.size() < 2 ? Map.of() : zip(lines.get(0), lines.get(1));
        return selected(all, "", CLOSING);
    }

    /**
     * Sockets at this moment: {@code inuse} and {@code tw} of the namespace, {@code inuse6} likewise; {@code orphan} and
     * {@code alloc} are those of the whole machine (net/ipv4/proc.c, sockstat_seq_show).
     */
    public Map<String, Long> sockstat() {
        Map<String, Long> found = new LinkedHashMap<>();
        found.putAll(selected(pairs("sockstat", "TCP:"), "", List.of("inuse", "orphan", "tw", "alloc")));
        found.putAll(selected(pairs("sockstat6", "TCP6:"), "6", List.of("inuse")));
        return found;
    }

    private static Map<String, Long> selected(Map<String, Long> all, String suffix, List<String> names) {
        Map<String, Long> found = new LinkedHashMap<>();
        for (String name : names) {
            Long value = all.get(name);
            if (value != null) {
                found.put(name + suffix, value);
            }
        }
        return found;
    }

    /** What follows the prefix, of each line that begins with it and ends in a newline: a cut one may lack digits. */
    private List<String> lines(String file, String prefix) {
        String text = RegularFile.text(new File(folder, file), MAX_BYTES, StandardCharsets.ISO_8859_1);
        int complete = text.lastIndexOf('\n') + 1;
        return text.substring(0, complete)
                .lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    /** A line of names and a line of values; nothing when there are not as many of these as of those. */
    private static Map<String, Long> zip(String names, String values) {
        StringTokenizer name = new StringTokenizer(names);
        StringTokenizer value = new StringTokenizer(values);
        if (name.countTokens() != value.countTokens()) {
            return Map.of();
        }
        Map<String, Long> all = new HashMap<>();
        while (name.hasMoreTokens()) {
            put(all, name.nextToken(), value.nextToken());
        }
        return all;
    }

    /** A line of names, each with its value behind it. */
    private Map<String, Long> pairs(String file, String prefix) {
        Map<String, Long> all = new HashMap<>();
        for (String line : lines(file, prefix)) {
            StringTokenizer tokens = new StringTokenizer(line);
            while (tokens.hasMoreTokens()) {
                put(all, tokens.nextToken(), tokens.hasMoreTokens() ? tokens.nextToken() : "");
            }
        }
        return all;
    }

    private static void put(Map<String, Long> all, String name, String value) {
        long number = Decimal.parse(value, 0, value.length());
        if (number >= 0) {
            all.putIfAbsent(name, number);
        }
    }
}
