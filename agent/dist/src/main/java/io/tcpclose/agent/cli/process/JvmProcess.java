package io.tcpclose.agent.cli.process;

import io.tcpclose.export.http.JvmIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One process, as /proc tells of it at the moment of the question. Never throws for what /proc holds. */
public final class JvmProcess {
    private static final int SIGQUIT = 3;
    private static final Pattern RELEASE = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"\n]{1,64})\"");
    private static final Pattern FEATURE = Pattern.compile("(?:1\\.)?(\\d{1,3}).*");

    private final Machine machine;
    private final long pid;
    private final Path folder;
    private final Status status;
    private @Nullable Map<String, String> perfData;

    JvmProcess(Machine machine, long pid) {
        this.machine = machine;
        this.pid = pid;
        this.folder = machine.proc().resolve(Long.toString(pid));
        this.status = Status.of(folder);
    }

    public Machine machine() {
        return machine;
    }

    public long pid() {
        return pid;
    }

    public Path folder() {
        return folder;
    }

    /** The number by which it knows itself. */
    public long nsPid() {
        return status.nsPid() > 0 ? status.nsPid() : pid;
    }

    public long uid() {
        return status.uid();
    }

    public long gid() {
        return status.gid();
    }

    public boolean exists() {
        return status != Status.NONE;
    }

    public boolean isOfOtherUser() {
        return status.uid() != machine.uid();
    }

    /** The name of its user, else the number. */
    public String user() {
        try {
            return Files.getOwner(folder).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return Long.toString(uid());
        }
    }

    /** The name that the process gave itself. */
    public String command() {
        return ProcText.read(folder.resolve("comm")).strip();
    }

    public boolean isMapReadable() {
        return ProcText.anyLine(folder.resolve("maps"), line -> true);
    }

    /** Has HotSpot's library mapped, and not OpenJ9's, which has one of the same name. */
    public boolean isHotSpot() {
        return ProcText.anyLine(folder.resolve("maps"), line -> line.endsWith("/libjvm.so"))
                && !ProcText.anyLine(folder.resolve("maps"), line -> line.contains("/libj9"));
    }

    /** Without a handler SIGQUIT ends a process: a JVM that has just begun, one with -Xrs. */
    public boolean catchesQuit() {
        return status.catches(SIGQUIT);
    }

    /** As its own agent tells it, without the agent's nonce. */
    public JvmIdentity identity() {
        return JvmIdentity.of(folder, inside("/proc/sys/kernel/random/boot_id"), "");
    }

    /** In a container: another number, or another file system. */
    public boolean isElsewhere() {
        return status.nested() || !seesOurFiles();
    }

    /** Not in another mount namespace (a container, systemd's PrivateTmp), nor below another root. */
    public boolean seesOurFiles() {
        return isAsOurs("ns/mnt") && isAsOurs("root");
    }

    /** What cannot be read is taken for the same. */
    private boolean isAsOurs(String link) {
        try {
            Path own = machine.proc().resolve("self").resolve(link);
            return Files.readSymbolicLink(own).equals(Files.readSymbolicLink(folder.resolve(link)));
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }

    /** A path of its file system, as it is reached from here. */
    public Path inside(String absolute) {
        Path root = seesOurFiles() ? machine.root() : folder.resolve("root");
        return root.resolve(absolute.substring(1));
    }

    public boolean sees(Path ours) {
        try {
            return seesOurFiles()
                    || Files.isSameFile(inside(ours.toString()), ours)
                    || Files.isRegularFile(inside(ours.toString()));
        } catch (IOException e) {
            return Files.isRegularFile(inside(ours.toString()));
        }
    }

    public List<String> arguments() {
        String line = ProcText.read(folder.resolve("cmdline"));
        return line.isEmpty() ? List.of() : List.of(line.split("\0"));
    }

    /** Main class or jar, without folders; the command where it is not told. */
    public String main() {
        String java = perfData().getOrDefault("sun.rt.javaCommand", "");
        String main = java.isEmpty() ? MainArgument.of(arguments()) : java.split(" ", 2)[0];
        return main.isEmpty() ? command() : main.substring(main.lastIndexOf('/') + 1);
    }

    public @Nullable String javaVersion() {
        String told = perfData().get("java.property.java.version");
        return told == null || told.isEmpty() ? releaseVersion() : told;
    }

    /** From the {@code release} file of its JDK. */
    private @Nullable String releaseVersion() {
        try {
            Path home = Files.readSymbolicLink(folder.resolve("exe"))
                    .resolve("../..")
                    .normalize();
            Matcher release = RELEASE.matcher(ProcText.read(inside(home + "/release")));
            return release.find() ? release.group(1) : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** 17 of 17.0.15, 8 of 1.8.0_402; 0 unknown. */
    public int javaFeature() {
        String version = javaVersion();
        Matcher feature = FEATURE.matcher(version == null ? "" : version);
        return feature.matches() ? Integer.parseInt(feature.group(1)) : 0;
    }

    /** A -XX flag that was given on the command line or by a variable. */
    public boolean hasFlag(String flag) {
        String vmArguments = perfData().getOrDefault("java.rt.vmArgs", "");
        return (" " + vmArguments + " ").contains(" " + flag + " ")
                || arguments().contains(flag)
                || ProcText.read(folder.resolve("environ")).contains(flag);
    }

    /** What the JVM itself says of -XX:+DisableAttachMechanism: the first of {@code sun.rt.jvmCapabilities}. */
    public boolean refusesAttach() {
        String capabilities = perfData().getOrDefault("sun.rt.jvmCapabilities", "");
        return capabilities.isEmpty() ? hasFlag("-XX:+DisableAttachMechanism") : capabilities.charAt(0) == '0';
    }

    private Map<String, String> perfData() {
        Map<String, String> known = perfData;
        if (known == null) perfData = known = findPerfData();
        return known;
    }

    private Map<String, String> findPerfData() {
        for (Path candidate : matching(inside("/tmp"), "hsperfdata_*")) {
            Path file = candidate.resolve(Long.toString(nsPid()));
            if (isOwned(file) && hasMapped(candidate.getFileName() + "/" + nsPid())) return PerfData.strings(file);
        }
        return Map.of();
    }

    /** In a /tmp that containers share the file of its number may be another JVM's. */
    private boolean hasMapped(String name) {
        return ProcText.anyLine(folder.resolve("maps"), line -> line.endsWith("/" + name));
    }

    /** By its user or root. */
    public boolean isOwned(Path file) {
        try {
            Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return owner instanceof Integer id && (Integer.toUnsignedLong(id) == uid() || id == 0);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Entries of a folder that fit a glob; none where it cannot be read. */
    public static List<Path> matching(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(found::add);
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return List.of();
        }
        return found;
    }
}
