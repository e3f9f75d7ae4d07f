package io.tcpclose.agent.cli.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where the command line runs.
 *
 * @param proc /proc, another folder in tests
 * @param root the root of what this process sees of the file system
 * @param pid of the command line itself
 * @param uid of the user that it runs as
 */
public record Machine(Path proc, Path root, long pid, long uid) {
    public static Machine here() {
        Path proc = Path.of("/proc");
        long uid = Status.of(proc.resolve("self")).uid();
        return new Machine(proc, Path.of("/"), ProcessHandle.current().pid(), uid);
    }

    public JvmProcess process(long pid) {
        return new JvmProcess(this, pid);
    }

    public boolean isRoot() {
        return uid == 0;
    }

    /** JVMs but this one, by number; those of other users only where their memory maps may be read. */
    public List<JvmProcess> jvms() {
        List<JvmProcess> jvms = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path folder : folders) {
                JvmProcess process = process(number(folder));
                if (process.pid() > 0 && process.pid() != pid && process.isHotSpot()) jvms.add(process);
            }
        } catch (IOException e) {
            throw new Refusal("cannot list " + proc + ": processes can be found on Linux only", e);
        }
        jvms.sort(Comparator.comparingLong(JvmProcess::pid));
        return jvms;
    }

    private static long number(Path folder) {
        String name = String.valueOf(folder.getFileName());
        return name.matches("[1-9]\\d{0,8}") ? Long.parseLong(name) : -1;
    }
}
