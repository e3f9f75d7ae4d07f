package io.tcpclose.it;

import com.sun.tools.attach.VirtualMachine;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one file that the tests know of the agent. */
final class AgentJar {
    private AgentJar() {}

    static Path path() {
        Path jar = Path.of(System.getProperty("tcpclose.jar", "../dist/target/tcpclose-agent.jar"))
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("package the agent first, or name it with -Dtcpclose.jar: " + jar);
        }
        return jar;
    }

    /** Loads it into a JVM that runs already. */
    static void attach(Forked app, String options) throws Exception {
        VirtualMachine jvm = VirtualMachine.attach(String.valueOf(app.pid()));
        try {
            jvm.loadAgent(path().toString(), options);
        } finally {
            jvm.detach();
        }
    }
}
