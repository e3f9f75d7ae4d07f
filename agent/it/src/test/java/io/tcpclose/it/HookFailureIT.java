package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tcpclose.it.app.Scenario;
import io.tcpclose.it.chaos.ChaosAgent;
import io.tcpclose.it.life.LifeSuites;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * An exception thrown inside any hook never reaches the application: every kind of connection lives as without the agent
 * while each hook throws at once, and while what all hooks lean on throws inside them.
 */
class HookFailureIT {
    private static final Duration HOLD = Duration.ofSeconds(1);
    private static final String EVERY_HOOK = "SocketHooks+LifecycleHooks+CloseHooks+RingHooks";
    private static final String INSIDE_EVERY_HOOK = "ConnectionTable.number";

    @TestFactory
    Stream<DynamicContainer> eachHookThrows_applicationDoesNotSee() {
        return OnEachJdk.run(jdk -> unharmed(jdk, broken(jdk, "chaos-entry", EVERY_HOOK)));
    }

    @TestFactory
    Stream<DynamicContainer> eachHookThrowsInside_isCountedAndSaidOnce() {
        return OnEachJdk.run(jdk -> {
            Played played = broken(jdk, "chaos-inside", INSIDE_EVERY_HOOK);
            return Stream.concat(
                    unharmed(jdk, played),
                    Stream.of(dynamicTest("counted and said once", () -> assertCounted(played))));
        });
    }

    private static Stream<DynamicTest> unharmed(Jdk jdk, Played played) throws Exception {
        return Stream.concat(
                Stream.of(dynamicTest("as a whole", played::assertTidy)),
                Scenario.of(LifeSuites.ALL, jdk.feature()).stream()
                        .map(scenario -> dynamicTest(scenario.id(), () -> played.assertTruth(scenario.id()))));
    }

    private static void assertCounted(Played played) throws IOException {
        AgentReport report = AgentReport.read(played.folder().resolve("report.json"));
        assertThat(report.hookErrors()).isPositive();
        List<String> said = Files.readAllLines(played.folder().resolve("stderr.txt")).stream()
                .filter(line -> line.contains("inside a hook"))
                .toList();
        assertThat(said).hasSize(1);
    }

    private static Played broken(Jdk jdk, String name, String what) throws Exception {
        Path folder = Stage.folder(name, jdk);
        Fork fork =
                Fork.of(jdk).agent(AgentConfig.in(folder).argument()).vm("-javaagent:" + chaosJar(folder) + "=" + what);
        return Stage.play(fork, LifeSuites.ALL, folder, HOLD);
    }

    /** The chaos agent and the class file library it needs, in one jar. */
    private static Path chaosJar(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", ChaosAgent.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        Path jar = folder.resolve("chaos.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                FileSystem library = library()) {
            copy(Path.of("target", "test-classes"), "io/tcpclose/it/chaos", out);
            copy(library.getPath("/"), "net/bytebuddy/jar/asm", out);
        }
        return jar;
    }

    private static FileSystem library() throws IOException {
        URI jar = URI.create(
                "jar:" + ClassReader.class.getProtectionDomain().getCodeSource().getLocation());
        return FileSystems.newFileSystem(jar, Map.of());
    }

    private static void copy(Path root, String folder, JarOutputStream out) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                out.putNextEntry(new JarEntry(folder + "/" + file.getFileName()));
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(out);
                }
            }
        }
    }
}
