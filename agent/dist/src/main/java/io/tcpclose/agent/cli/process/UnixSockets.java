package io.tcpclose.agent.cli.process;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Unix domain sockets with a path of this name and a descriptor in a process, by {@code /proc/PID/net/unix}
 * (proc(5)): number, references, protocol, flags, type, state, inode, path. An accepted one has the path of its
 * listener, and is listed where its client is.
 */
public final class UnixSockets {
    /** __SO_ACCEPTCON */
    private static final String LISTENS = "00010000";

    private static final String CONNECTED = "03";
    private static final int FLAGS = 3;
    private static final int STATE = 5;
    private static final int INODE = 6;
    private static final int PATH = 7;

    private UnixSockets() {}

    /** Whether the process has accepted a connection from here at a socket that was bound with this name. */
    public static boolean hasAccepted(JvmProcess process, String name) {
        return holdsAny(process, inodes(process.machine().proc().resolve("self/net/unix"), name, STATE, CONNECTED));
    }

    /** Whether it listens at one, whatever stands at the path now. */
    public static boolean isListening(JvmProcess process, String name) {
        return holdsAny(process, inodes(process.folder().resolve("net/unix"), name, FLAGS, LISTENS));
    }

    private static Set<String> inodes(Path list, String name, int column, String value) {
        Set<String> inodes = new HashSet<>();
        boolean unused = ProcText.anyLine(list, line -> {
            String[] words = line.strip().split("\\s+", PATH + 1);
            if (words.length > PATH && words[PATH].endsWith("/" + name) && words[column].equals(value))
                inodes.add(words[INODE]);
            return false;
        });
        return inodes;
    }

    private static boolean holdsAny(JvmProcess process, Set<String> inodes) {
        if (inodes.isEmpty()) return false;
        for (Path descriptor : JvmProcess.matching(process.folder().resolve("fd"), "*")) {
            String target = ProcText.link(descriptor);
            if (target.startsWith("socket:[") && inodes.contains(target.replaceAll("\\D", ""))) return true;
        }
        return false;
    }
}
