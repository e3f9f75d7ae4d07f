package io.tcpclose.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A JVM to be started: its JDK, options and main class. */
final class Fork {
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");
    private final Jdk jdk;
    private final List<String> options = new ArrayList<>();
    private final List<String> main = new ArrayList<>();
    private final List<String> launcher = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();

    private Fork(Jdk jdk) {
        this.jdk = jdk;
        options.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    static Fork of(Jdk jdk) {
        return new Fork(jdk);
    }

    /** Loads the agent at start; {@code options} as after {@code -javaagent:jar=}, empty for none. */
    Fork agent(String agentOptions) {
        String equals = agentOptions.isEmpty() ? "" : "=";
        return vm("-javaagent:" + AgentJar.path() + equals + agentOptions);
    }

    Fork vm(String... more) {
        options.addAll(Arrays.asList(more));
        return this;
    }

    /** A program that becomes the JVM by exec, so that its process is the JVM's. */
    Fork by(String... words) {
        launcher.addAll(Arrays.asList(words));
        return this;
    }

    Fork env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Fork main(Class<?> type, String... args) {
        vm("-cp", classPath());
        main.add(type.getName());
        main.addAll(Arrays.asList(args));
        return this;
    }

    /** Anything else that stands in the place of a main class. */
    Fork program(String... words) {
        main.addAll(Arrays.asList(words));
        return this;
    }

    List<String> command() {
        List<String> command = new ArrayList<>(launcher);
        command.add(jdk.java());
        command.addAll(options);
        command.addAll(main);
        return command;
    }

    /** Starts it with its output also kept in this folder, for a person to read after a failure. */
    Forked start(Path folder) throws IOException {
        return start(folder, command());
    }

    /** Starts it by way of another program, whose command line ends before the JVM's. */
    Forked start(Path folder, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(Fork::wouldChangeTheJvm);
        builder.environment().putAll(environment);
        return new Forked(builder.start(), Files.createDirectories(folder));
    }

    private static boolean wouldChangeTheJvm(String variable) {
        return OPTION_VARIABLES.contains(variable) || variable.startsWith("TCPCLOSE_");
    }

    /** The test classes alone: the JVM under test must not see the libraries of the tests. */
    private static String classPath() {
        return Path.of("target", "test-classes").toAbsolutePath().toString();
    }
}
