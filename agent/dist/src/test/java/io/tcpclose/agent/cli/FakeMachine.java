package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.attach.Attachment;
import io.tcpclose.agent.cli.process.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import picocli.CommandLine;

/** A file system with a /proc in which processes are what a test wants them to be. */
final class FakeMachine {
    static final long OWN_PID = 99;

    final Path root;
    final Path jar;
    final long uid;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Attachment attachment = new Attachment((process, jar, options) -> "", (process, jar, options) -> "", true);
    private boolean terminal;
    private long asUser;

    FakeMachine(Path folder) throws IOException {
        root = folder.toRealPath();
        uid = ((Number) Files.getAttribute(root, "unix:uid")).longValue();
        asUser = uid;
        Files.createDirectories(root.resolve("tmp"));
        Files.createDirectories(root.resolve("proc/self/ns"));
        Files.createSymbolicLink(root.resolve("proc/self/ns/mnt"), Path.of("mnt:[1]"));
        jar = Files.createFile(root.resolve("agent.jar"));
    }

    FakeMachine attachment(Attachment way) {
        attachment = way;
        return this;
    }

    FakeMachine terminal() {
        terminal = true;
        return this;
    }

    FakeMachine asUser(long user) {
        asUser = user;
        return this;
    }

    FakeProcess process(long pid) throws IOException {
        return new FakeProcess(this, pid);
    }

    int run(String... words) {
        Machine machine = new Machine(root.resolve("proc"), root, OWN_PID, asUser);
        CommandLine tool =
                CommandLineTool.of(new Surroundings(machine, jar, "1.0.0", ZoneOffset.UTC, terminal, attachment));
        return tool.setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    String out() {
        return out.toString();
    }

    /** Without the folder of the test. */
    String err() {
        return err.toString().replace(root.toString(), "");
    }
}
