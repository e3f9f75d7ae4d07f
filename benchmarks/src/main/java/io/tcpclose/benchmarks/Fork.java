package io.tcpclose.benchmarks;

import io.tcpclose.benchmarks.load.LoadMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One JVM with a fixed heap and collector, otherwise as a user would start it. */
final class Fork {
    private static final String TIMES = "%R %U %S";

    private final Jdk jdk;
    private final List<String> options = new ArrayList<>();

    Fork(Jdk jdk, String... options) {
        this.jdk = jdk;
        this.options.addAll(List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m"));
        this.options.addAll(List.of(options));
    }

    /** The same with more options. */
    Fork with(String... more) {
        Fork fork = new Fork(jdk);
        fork.options.clear();
        fork.options.addAll(options);
        fork.options.addAll(List.of(more));
        return fork;
    }

    /** @return the last line that it printed */
    String run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        String[] lines = output(command(main, arguments)).strip().split("\n");
        return lines[lines.length - 1];
    }

    /** The number that {@link LoadMain} measures. */
    double cpu(String... arguments) throws IOException, InterruptedException {
        Numbers numbers = new Numbers();
        numbers.add(run(LoadMain.class, arguments));
        return numbers.median("cpu");
    }

    private List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** Lets it run. */
    Process start(Class<?> main, String... arguments) throws IOException {
        return start(command(main, arguments));
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = start(command);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + ": " + process.exitValue());
        return out;
    }

    /** What a whole life costs, in milliseconds. */
    record Cost(double wall, double cpu) {}

    /** By the shell's {@code time}: the JDK tells no CPU time of a process that has ended. */
    Cost cost(Class<?> main) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "{ time \"$@\" >/dev/null 2>&1; } 2>&1", "bash"));
        command.addAll(command(main));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(Map.of("TIMEFORMAT", TIMES, "LC_ALL", "C"));
        Process process = builder.start();
        String[] times = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .strip()
                .split(" ");
        if (process.waitFor() != 0) throw new IOException(String.join(" ", command) + ": " + process.exitValue());
        double user = Double.parseDouble(times[1]);
        return new Cost(1000 * Double.parseDouble(times[0]), 1000 * (user + Double.parseDouble(times[2])));
    }
}
