package io.tcpclose.agent.cli;

import io.tcpclose.agent.cli.attach.Attachment;
import io.tcpclose.agent.cli.process.Machine;
import io.tcpclose.core.kernel.LocalZone;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * What a command finds around it.
 *
 * @param jar the agent's, which this command line is in
 * @param terminal whether stdout is one
 * @param attachment how an agent is loaded
 */
record Surroundings(Machine machine, Path jar, String version, ZoneId zone, boolean terminal, Attachment attachment) {
    static Surroundings here() {
        // java -jar X sets the class path to X alone.
        Path jar = Path.of(System.getProperty("java.class.path", "tcpclose-agent.jar"));
        return new Surroundings(
                Machine.here(),
                jar.toAbsolutePath().normalize(),
                BuildVersion.read(),
                LocalZone.get(),
                isTerminal(),
                Attachment.here());
    }

    /** Since JDK 22 there is a console also where there is no terminal: it can be asked. */
    private static boolean isTerminal() {
        java.io.Console console = System.console();
        if (console == null) return false;
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException older) {
            return true;
        }
    }
}
