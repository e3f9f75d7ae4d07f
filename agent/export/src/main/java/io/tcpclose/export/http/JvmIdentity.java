package io.tcpclose.export.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which process an agent is in, as its control socket tells and as {@code /proc/PID} tells: process numbers repeat
 * from container to container, and a /tmp may be shared by several. What is not known is empty.
 *
 * @param namespace inode of the pid namespace (pid_namespaces(7)), the same number from wherever it is read
 * @param pid by which the process knows itself there
 * @param start in clock ticks since boot, field 22 of {@code /proc/PID/stat}
 * @param boot random number of the boot
 * @param nonce of the agent: another one in the same process has another
 */
public record JvmIdentity(String namespace, String pid, String start, String boot, String nonce) {
    /** Of the answers that carry it, and of a request that is meant for that agent alone. */
    public static final String HEADER = "Tcpclose-Jvm";

    /** The {@code state} is the first field behind the command, which may hold anything, and the third of all. */
    private static final int START = 22 - 3;

    /**
     * @param process {@code /proc/PID} or {@code /proc/self}.
     *
     * @param bootId the file of the boot's number as that process sees it
     */
    public static JvmIdentity of(Path process, Path bootId, String nonce) {
        return new JvmIdentity(
                namespace(process.resolve("ns/pid")),
                innermost(process.resolve("status")),
                start(process.resolve("stat")),
                read(bootId).strip(),
                nonce);
    }

    /** Of this process. */
    static JvmIdentity own() {
        return of(
                Path.of("/proc/self"),
                Path.of("/proc/sys/kernel/random/boot_id"),
                // No secret: the machine's clock does not stand still between two agents.
                Long.toHexString(System.nanoTime()));
    }

    /** {@code pid:[4026531836]} */
    private static String namespace(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().replaceAll("\\D", "");
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    private static String innermost(Path status) {
        String[] numbers = read(status)
                .lines()
                .filter(line -> line.startsWith("NSpid:"))
                .findFirst()
                .orElse("")
                .split("\\s+");
        return numbers.length > 1 ? numbers[numbers.length - 1] : "";
    }

    private static String start(Path stat) {
        String text = read(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
        return fields.length > START ? fields[START] : "";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /** As the value of a header. */
    public String text() {
        return "pidns=" + namespace + " pid=" + pid + " start=" + start + " boot=" + boot + " nonce=" + nonce;
    }

    /** What is no such text tells nothing. */
    public static JvmIdentity parse(String text) {
        Map<String, String> words = new HashMap<>();
        Arrays.stream(text.split(" "))
                .filter(word -> word.matches("[a-z]+=[0-9a-fA-F-]{1,40}"))
                .forEach(
                        word -> words.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1)));
        return new JvmIdentity(
                words.getOrDefault("pidns", ""),
                words.getOrDefault("pid", ""),
                words.getOrDefault("start", ""),
                words.getOrDefault("boot", ""),
                words.getOrDefault("nonce", ""));
    }

    /**
     * Whether these are one and the same of the processes that live now: two of one namespace have two numbers. The
     * start counts only where that is not known, since a time namespace shifts it (time_namespaces(7)).
     */
    public boolean isSameProcessAs(JvmIdentity other) {
        if (isKnown(namespace, other.namespace) && isKnown(pid, other.pid))
            return namespace.equals(other.namespace) && pid.equals(other.pid);
        return isKnown(start, other.start)
                && start.equals(other.start)
                && (!isKnown(boot, other.boot) || boot.equals(other.boot));
    }

    private static boolean isKnown(String one, String other) {
        return !one.isEmpty() && !other.isEmpty();
    }

    /** For a person. */
    public String words() {
        return namespace.isEmpty() ? "one that it does not name" : "pid " + pid + " of pid namespace " + namespace;
    }
}
