package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.it.metrics.PlainMicrometer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A running {@link PlainMicrometer}. */
final class PlainService {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Forked forked;

    private PlainService(Forked forked) {
        this.forked = forked;
    }

    /** @param version of Micrometer */
    static PlainService start(Fork fork, String version, String mode, Path folder) throws IOException {
        List<String> classPath = new ArrayList<>(jars(version));
        classPath.add(Path.of("target", "test-classes").toAbsolutePath().toString());
        classPath.add(Path.of("..", "micrometer", "target", "classes")
                .toAbsolutePath()
                .toString());
        return new PlainService(fork.vm("-cp", String.join(File.pathSeparator, classPath))
                .program(PlainMicrometer.class.getName(), mode)
                .start(folder));
    }

    /** Micrometer and all that it needs, as the build has copied it. */
    static List<String> jars(String version) {
        File[] jars = Path.of("target", "micrometer", version)
                .toAbsolutePath()
                .toFile()
                .listFiles();
        assertThat(jars).as("Micrometer " + version).isNotEmpty();
        return Arrays.stream(jars).map(File::getPath).sorted().toList();
    }

    Forked forked() {
        return forked;
    }

    /** @return what it said in answer */
    List<String> tell(String command) throws InterruptedException {
        int before = forked.stdout().size();
        forked.send(command);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (forked.isAlive() && System.nanoTime() < deadline) {
            List<String> said = forked.stdout();
            List<String> since = said.subList(before, said.size());
            if (since.contains("DONE")) return since.subList(0, since.indexOf("DONE"));
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError("no answer to " + command + ", see " + forked.folder());
    }

    MeterLines meters() throws InterruptedException {
        return MeterLines.of(tell("scrape"));
    }

    /** Asks until they are as wanted, or says what they were. */
    MeterLines meters(Predicate<MeterLines> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        MeterLines now = meters();
        while (!wanted.test(now)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not as wanted: " + now.values() + ", see " + forked.folder());
            }
            TimeUnit.MILLISECONDS.sleep(100);
            now = meters();
        }
        return now;
    }
}
