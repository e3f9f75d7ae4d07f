package io.tcpclose.dashboards;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo, serving under the agent, with the agent's own endpoint. */
final class Demo implements AutoCloseable {
    private static final Path ROOT = Files.HERE.resolve("..").normalize();
    private static final Pattern ENDPOINT =
            Pattern.compile("tcpclose: metrics at http://(127\\.0\\.0\\.1:\\d+)/metrics,.*");

    private final Process process;
    private final CompletableFuture<String> target = new CompletableFuture<>();

    private Demo(Process process) {
        this.process = process;
    }

    /** @param application the tag of that name */
    static Demo serve(String application, String... arguments) throws IOException {
        return under("tags=application:" + application, arguments);
    }

    /** @param own options of the agent, beside those that every demo has here */
    static Demo under(String own, String... arguments) throws IOException {
        String options = "config=" + ROOT.resolve("demo-app/demo.properties") + ",http=0,report=none,log=none," + own;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-javaagent:" + ROOT.resolve("agent/dist/target/tcpclose-agent.jar") + "=" + options,
                "-jar",
                ROOT.resolve("demo-app/target/demo-app.jar").toString(),
                "serve"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("TCPCLOSE_") || name.endsWith("_OPTIONS"));
        Demo demo =
                new Demo(builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
        Thread reader = new Thread(demo::listen, "stderr of " + own);
        reader.setDaemon(true);
        reader.start();
        return demo;
    }

    private void listen() {
        try (BufferedReader stderr = process.errorReader()) {
            for (String line = stderr.readLine(); line != null; line = stderr.readLine()) {
                Matcher endpoint = ENDPOINT.matcher(line);
                if (endpoint.matches()) target.complete(endpoint.group(1));
            }
        } catch (IOException e) {
            target.completeExceptionally(e);
        }
    }

    /** Where its metrics are, once they are. */
    String target() throws Exception {
        return target.get(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
