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
import java.util.ArrayList;
import java.util.List;

/**
 * The demo's hold on its {@link Peer}. Nothing ends the peer: it must live until the demo's JVM is gone, or its own FINs
 * would change what is open at exit.
 */
final class PeerProcess {
    /** As the manifest opens them for the demo itself, see {@link Natives}. */
    private static final List<String> OPENED = List.of("java.net", "sun.nio.ch");

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    private PeerProcess(Process process) {
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.US_ASCII), true);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    static PeerProcess start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(java(Peer.class));
        return new PeerProcess(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** The command of another JVM of this jar. An agent that comes with the environment belongs to the demo alone. */
    static String[] java(Class<?> main) throws IOException {
        List<String> command = new ArrayList<>(List.of("env"));
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")
                .forEach(name -> command.addAll(List.of("-u", name)));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.addAll(List.of("-cp", ownJar(), main.getName()));
        return command.toArray(String[]::new);
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

    /** See {@link Guests#beginRound}. */
    void beginRound(int keptRounds) throws IOException {
        ask("round " + keptRounds);
    }

    void cue(int port) throws IOException {
        ask("cue " + port);
    }

    String awaitEnd(int port) throws IOException {
        return ask("end " + port);
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
