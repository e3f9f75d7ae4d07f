package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.renaming.ExchangeMain;
import io.tcpclose.it.renaming.RenamingAgent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** A JDK to come, whose members have other names: what is not there is named, and all else works. */
class RenamedMembersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A hooked method, a field that an advice reads, a private link. */
    private static final List<String> NAMES =
            List.of("beginWrite=beginWritX", "isInputClosed=isInputClosXd", "getOriginalHostName=getOriginalHostNamX");

    @TestFactory
    Stream<DynamicContainer> renamedMembers_areMissingByNameAndNothingElse() {
        return OnEachJdk.run(jdk -> Stream.of(dynamicTest("renamed", () -> assertNamed(jdk))));
    }

    private static void assertNamed(Jdk jdk) throws Exception {
        Path folder = Stage.folder("renamed", jdk);
        Path report = folder.resolve("report.json");
        Fork fork = Fork.of(jdk)
                .vm("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal")
                .vm("-javaagent:" + renamer(folder) + "=" + String.join(",", NAMES))
                .agent(AgentConfig.in(folder)
                        .set("report", report.toString())
                        .set("probe.interval", "500ms")
                        .argument())
                .main(ExchangeMain.class, "2500");
        try (Forked app = fork.start(folder)) {
            assertThat(app.exitCode(PATIENCE)).isZero();
            assertThat(app.stdout()).containsExactly("EXCHANGED");
            assertThat(app.stderr()).noneMatch(line -> line.contains("could not start"));
            assertThat(app.stderr())
                    .anyMatch(line ->
                            line.contains("not woven: sun.nio.ch.SocketChannelImpl: SocketChannelImpl.beginRead: "));
        }
        AgentReport written = AgentReport.read(report);
        JsonNode points = written.json().at("/agent/hookPoints");
        assertThat(AgentReport.texts(points.get("missing")))
                .contains(
                        "NioSocketImpl.beginWrite",
                        "SocketChannelImpl.beginRead",
                        "JavaNetInetAddressAccess.getOriginalHostName")
                .doesNotContain("NioSocketImpl.beginRead", "SocketChannelImpl.connect", "NioSocketImpl.close");
        assertThat(written.hookErrors()).isZero();
        assertThat(written.count("opened")).isEqualTo(4);
        assertThat(written.count("closed")).isEqualTo(4);
    }

    private static Path renamer(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", RenamingAgent.class.getName());
        Path jar = folder.resolve("renaming.jar");
        String type = RenamingAgent.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new JarEntry(type));
            Files.copy(Path.of("target/test-classes").resolve(type), out);
        }
        return jar;
    }
}
