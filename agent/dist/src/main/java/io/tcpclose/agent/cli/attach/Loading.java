package io.tcpclose.agent.cli.attach;

import io.tcpclose.agent.cli.process.JvmProcess;
import java.io.IOException;
import java.nio.file.Path;

/** A way to make a JVM load a Java agent. */
public interface Loading {
    /**
     * Returns when the agent's agentmain has.
     *
     * @return what the JVM said against it in its own words, empty when the agent was loaded
     * @throws IOException naming why the JVM could not be asked
     */
    String load(JvmProcess process, Path jar, String options) throws IOException;
}
