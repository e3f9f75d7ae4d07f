package io.tcpclose.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** Runs what {@code benchmarks/run} asks for and prints Markdown on stdout. */
public final class Benchmarks {
    private Benchmarks() {}

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.of(args);
        machine(settings);
        for (String section : settings.only()) run(section, settings);
        System.out.println("\nLoad average at the end: " + load() + ".");
    }

    private static void run(String section, Settings settings) throws Exception {
        switch (section) {
            case "hooks" -> new HookSection(settings).run();
            case "echo" -> new EchoSection(settings).run();
            case "churn" -> new ChurnSection(settings).run();
            case "start" -> new StartSection(settings).run();
            case "memory" -> new MemorySection(settings).run();
            case "watch" -> new WatchSection(settings).busy();
            case "rest" -> new WatchSection(settings).resting();
            case "proc" -> new ProcSection(settings).run();
            case "engine" -> new EngineSection(settings).run();
            case "scale" -> new ScaleSection(settings).run();
            default -> throw new IllegalArgumentException("unknown section " + section);
        }
    }

    private static void machine(Settings settings) throws Exception {
        System.out.println("Measured " + ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES) + " on "
                + cpu() + ", " + Runtime.getRuntime().availableProcessors() + " CPUs, Linux "
                + System.getProperty("os.version") + ". Load average at the start: " + load() + ".");
        for (Jdk jdk : settings.jdks()) System.out.println("JDK " + jdk.feature() + ": " + jdk.description() + ".");
    }

    private static String cpu() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
            if (line.startsWith("model name"))
                return line.substring(line.indexOf(':') + 1).strip();
        }
        return System.getProperty("os.arch", "unknown");
    }

    private static String load() throws Exception {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }
}
