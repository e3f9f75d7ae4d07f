package io.tcpclose.agent.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The files of one process, of a JVM unless it is said to be none. */
final class FakeProcess {
    private static final String JVM = "7f00-7f01 r-xp 00000000 08:01 42   /opt/jdk/lib/server/libjvm.so\n";

    private final FakeMachine machine;
    private final long pid;
    final Path folder;
    private long uid;
    private String nsPid = "";
    private String signals = "2000000181005ccf";

    FakeProcess(FakeMachine machine, long pid) throws IOException {
        this.machine = machine;
        this.pid = pid;
        this.uid = machine.uid;
        this.folder = Files.createDirectories(machine.root.resolve("proc/" + pid));
        Files.createDirectories(folder.resolve("ns"));
        Files.createDirectories(folder.resolve("net"));
        Files.createDirectories(folder.resolve("fd"));
        link("ns/mnt", "mnt:[1]");
        link("ns/pid", "pid:[1]");
        file("comm", "java\n");
        file("maps", JVM);
        command("/opt/jdk/bin/java", "-Xmx64m", "-cp", "x", "-jar", "/srv/orders.jar", "serve");
        status();
    }

    private void status() throws IOException {
        file(
                "status",
                "Name:\tjava\nUid:\t%d\t%d\t%d\t%d\nGid:\t0\t0\t0\t0\nNSpid:\t%d%s\nSigCgt:\t%s\n"
                        .formatted(uid, uid, uid, uid, pid, nsPid, signals));
    }

    FakeProcess file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        return this;
    }

    FakeProcess link(String name, String target) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
        Files.createSymbolicLink(folder.resolve(name), Path.of(target));
        return this;
    }

    FakeProcess command(String... words) throws IOException {
        return file("cmdline", String.join("\0", words) + "\0");
    }

    FakeProcess ofUser(long user) throws IOException {
        uid = user;
        status();
        return this;
    }

    FakeProcess noJvm() throws IOException {
        return file("comm", "bash\n").file("maps", "7f00-7f01 r-xp 00000000 08:01 42   /usr/bin/bash\n");
    }

    FakeProcess catchingNoSignals() throws IOException {
        signals = "0000000000000000";
        status();
        return this;
    }

    /** In a mount namespace whose files are under its root, and with another number there. */
    FakeProcess inContainer(long number) throws IOException {
        nsPid = "\t" + number;
        status();
        Files.createDirectories(folder.resolve("root/tmp"));
        return link("ns/pid", "pid:[2]").link("ns/mnt", "mnt:[2]");
    }

    FakeProcess java(String version, String capabilities) throws IOException {
        Path data = Files.createDirectories(machine.root.resolve("tmp/hsperfdata_me"));
        Map<String, String> strings = Map.of(
                "java.property.java.version", version,
                "sun.rt.jvmCapabilities", capabilities,
                "sun.rt.javaCommand", "/srv/orders.jar serve");
        Files.write(data.resolve(Long.toString(pid)), perfData(strings));
        return file("maps", JVM + "7f02-7f03 rw-s 00000000 08:01 43   /tmp/hsperfdata_me/" + pid + "\n");
    }

    /** Of another JVM, which has its number and shares its /tmp. */
    FakeProcess withoutPerfData() throws IOException {
        return file("maps", JVM);
    }

    /** As perfMemory.hpp has it. */
    static byte[] perfData(Map<String, String> strings) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        strings.forEach((name, value) -> entries.writeBytes(entry(name, value)));
        ByteBuffer file = ByteBuffer.allocate(32 + entries.size());
        file.putInt(0xcafec0c0).put((byte) 1).put((byte) 2).put((byte) 0).put((byte) 1);
        file.order(ByteOrder.LITTLE_ENDIAN)
                .putInt(file.capacity())
                .putInt(0)
                .putLong(0)
                .putInt(32)
                .putInt(strings.size());
        return file.put(entries.toByteArray()).array();
    }

    private static byte[] entry(String name, String value) {
        byte[] key = (name + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] text = (value + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer entry = ByteBuffer.allocate(20 + key.length + text.length).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(entry.capacity()).putInt(20).putInt(text.length);
        entry.put((byte) 'B').put((byte) 0).put((byte) 5).put((byte) 1).putInt(20 + key.length);
        return entry.put(key).put(text).array();
    }

    /** With the same numbers as all, but a /tmp of its own. */
    FakeProcess withOtherFiles() throws IOException {
        Files.createDirectories(folder.resolve("root/tmp"));
        return link("ns/mnt", "mnt:[2]");
    }

    Path agentSocket() throws IOException {
        Path temporary =
                Files.exists(folder.resolve("root")) ? folder.resolve("root/tmp") : machine.root.resolve("tmp");
        Path private0700 = temporary.resolve("tcpclose-" + uid);
        if (!Files.exists(private0700)) {
            Files.createDirectory(
                    private0700,
                    java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                            java.nio.file.attribute.PosixFilePermissions.fromString("rwx------")));
        }
        return private0700.resolve((nsPid.isEmpty() ? Long.toString(pid) : nsPid.strip()) + ".sock");
    }
}
