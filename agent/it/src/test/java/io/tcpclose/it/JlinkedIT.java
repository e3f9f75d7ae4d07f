package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.app.ExitMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A run-time image with nothing but what an agent must have: no java.net.http, no jdk.httpserver, no logging, no management. */
class JlinkedIT {
    @TempDir
    Path folder;

    @Test
    void smallestImage_isTraced() throws Exception {
        Jdk jdk = Jdk.running();
        Path image = folder.resolve("image");
        Path jlink = Path.of(jdk.java()).resolveSibling("jlink");
        run(List.of(jlink.toString(), "--add-modules", "java.base,java.instrument", "--output", image.toString()));
        Stream<String> options = hello(jdk).command().stream().skip(1);
        assertTraced(
                jdk,
                Stream.concat(Stream.of(image.resolve("bin/java").toString()), options)
                        .toList());
    }

    /** As good as linked, also for a JDK whose image would not run on this machine. */
    @TestFactory
    Stream<DynamicTest> smallestSetOfModules_isTraced() {
        return Jdks.tested().stream()
                .map(jdk -> dynamicTest(jdk.toString(), () -> {
                    Fork fork = hello(jdk).vm("--limit-modules", "java.base,java.instrument");
                    assertTraced(jdk, fork.command());
                }));
    }

    private static Fork hello(Jdk jdk) {
        return Fork.of(jdk).agent("").main(ExitMain.class, "7");
    }

    private void assertTraced(Jdk jdk, List<String> command) throws Exception {
        try (Forked app = Fork.of(jdk).start(folder.resolve("run-" + jdk.feature()), command)) {
            assertThat(app.exitCode(Duration.ofSeconds(30)))
                    .as("%s", app.stderr())
                    .isEqualTo(7);
            assertThat(app.stdout()).containsExactly("hello");
            assertThat(app.stderr()).hasSize(2).last().isEqualTo("tcpclose: 0 opened, 0 closed, 0 open, 0 findings");
        }
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as("%s", command).isZero();
    }
}
