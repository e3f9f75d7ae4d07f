package io.tcpclose.agent.cli.control;

import io.tcpclose.agent.cli.process.JvmProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the agent of a JVM listens: {@code /tmp/tcpclose-UID/PID.sock} as the JVM itself sees these, or where the option
 * {@code control} has put it. Whoever may write to /tmp could put one there: what is not the JVM's user's own is not spoken to.
 */
public final class ControlSocket {
    private ControlSocket() {}

    /** The one that answers; null where there is no agent. */
    public static @Nullable ControlClient find(JvmProcess process) {
        for (Path folder : JvmProcess.matching(process.inside("/tmp"), "tcpclose-*")) {
            Path socket = folder.resolve(process.nsPid() + ".sock");
            ControlClient client =
                    isPrivate(process, folder) && isTrusted(process, socket) ? ControlClient.to(socket) : null;
            if (client != null) return client;
        }
        return null;
    }

    /** The one at a path that the user names, reached as the JVM sees it; null where nothing answers there. */
    public static @Nullable ControlClient at(JvmProcess process, Path path) {
        Path socket = process.inside(path.toAbsolutePath().normalize().toString());
        return isTrusted(process, socket) ? ControlClient.to(socket) : null;
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
        return Files.exists(socket, LinkOption.NOFOLLOW_LINKS)
                && !Files.isSymbolicLink(socket)
                && !Files.isRegularFile(socket, LinkOption.NOFOLLOW_LINKS)
                && process.isOwned(socket);
    }
}
