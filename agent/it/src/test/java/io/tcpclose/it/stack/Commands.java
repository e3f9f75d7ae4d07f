package io.tcpclose.it.stack;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other programs of this machine. */
public final class Commands {
    private static final int PATIENCE_SECONDS = 60;

    private Commands() {}

    public static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Runs it to its end and returns what it said, on both streams. */
    public static String run(List<String> command, String stdin, Integer... allowed) throws Exception {
        Path said = Files.createTempFile("command", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            process.getOutputStream().write(stdin.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("still running: " + command);
            }
            String text = Files.readString(said, StandardCharsets.ISO_8859_1).trim();
            int code = process.exitValue();
            if (code != 0 && !Arrays.asList(allowed).contains(code)) {
                throw new IOException(command + " ended with " + code + ": " + text);
            }
            return text;
        } finally {
            Files.deleteIfExists(said);
        }
    }
}
