package io.tcpclose.agent.cli.control;

import io.tcpclose.agent.cli.process.JvmProcess;
import io.tcpclose.agent.cli.process.Refusal;
import io.tcpclose.export.SocketFile;
import io.tcpclose.export.http.JvmIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent of a JVM listens: {@code /tmp/tcpclose-UID/PID.sock} as the JVM itself sees these, {@code
 * PID-….sock} where that was another's, or where the option {@code control} has put it. Whoever may write to /tmp
 * could put one there: what is not the JVM's user's own is not spoken to. And /tmp may be shared by containers, in
 * each of which a JVM is number 1: an agent has to say that it is in the JVM that is meant.
 */
public final class ControlSocket {
    private ControlSocket() {}

    /**
     * The one that answers for this JVM; null where there is no agent.
     *
     * @param met told of each agent that is in another JVM
     */
    public static @Nullable ControlClient find(JvmProcess process, Consumer<String> met) {
        JvmIdentity wanted = process.identity();
        for (Path folder : JvmProcess.matching(process.inside("/tmp"), "tcpclose-*")) {
            if (!isPrivate(process, folder)) continue;
            for (Path socket : candidates(folder, process.nsPid(), wanted)) {
                ControlClient client = isTrusted(process, socket) ? ControlClient.to(socket) : null;
                if (client == null) continue;
                if (client.jvm().isSameProcessAs(wanted)) return client;
                met.accept(another(client));
            }
        }
        return null;
    }

    /** The likeliest first: the namespace in a name is surely that of who has it. */
    private static Set<Path> candidates(Path folder, long pid, JvmIdentity wanted) {
        Set<Path> candidates = new LinkedHashSet<>();
        Path own = folder.resolve(pid + "-" + wanted.namespace() + ".sock");
        if (Files.exists(own, LinkOption.NOFOLLOW_LINKS)) candidates.add(own);
        candidates.add(folder.resolve(pid + ".sock"));
        candidates.addAll(JvmProcess.matching(folder, pid + "-*.sock"));
        return candidates;
    }

    /** The one at a path that the user names, reached as the JVM sees it; null where nothing answers there. */
    public static @Nullable ControlClient at(JvmProcess process, Path path) {
        Path socket = process.inside(path.toAbsolutePath().normalize().toString());
        ControlClient client = isTrusted(process, socket) ? ControlClient.to(socket) : null;
        if (client != null && !client.jvm().isSameProcessAs(process.identity()))
            throw new Refusal(another(client) + ", and not in pid " + process.pid());
        return client;
    }

    private static String another(ControlClient client) {
        return "the agent at " + client.socket() + " is in another JVM ("
                + client.jvm().words() + ") and is left alone";
    }

    private static boolean isPrivate(JvmProcess process, Path folder) {
        try {
            Set<PosixFilePermission> open = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && process.isOwned(folder)
                    && !open.contains(PosixFilePermission.GROUP_WRITE)
                    && !open.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean isTrusted(JvmProcess process, Path socket) {
        try {
            return SocketFile.is(socket) && process.isOwned(socket);
        } catch (IOException | RuntimeException nothingThere) {
            return false;
        }
    }
}
