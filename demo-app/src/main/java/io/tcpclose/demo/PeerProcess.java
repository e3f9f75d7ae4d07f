package io.tcpclose.demo;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The demo's hold on its {@link Peer}. Nothing ends the peer: it must live until the demo's JVM is gone, or its own FINs
 * would change what is open at exit.
 */
final class PeerProcess {
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    private PeerProcess(Process process) {
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    static PeerProcess start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-cp", ownJar(), Peer.class.getName());
        // An agent that comes with the environment belongs to the demo alone.
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        return new PeerProcess(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    // Not java.class.path: the JVM adds the jar of an agent to it.
    private static String ownJar() throws IOException {
        try {
            URL location = Peer.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(location.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    int listen(Behaviour behaviour) throws IOException {
        String answer = ask("listen " + behaviour.wireName());
        return Integer.parseInt(answer.substring(answer.indexOf('=') + 1));
    }

    void connect(int port, Behaviour behaviour) throws IOException {
        ask("connect " + port + " " + behaviour.wireName());
    }

    private synchronized String ask(String command) throws IOException {
        commands.println(command);
        String answer = answers.readLine();
        if (answer == null) {
            throw new EOFException("the peer process has ended");
        }
        return answer;
    }
}
