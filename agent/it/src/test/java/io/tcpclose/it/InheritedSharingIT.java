package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tcpclose.it.AgentReport.Finding;
import io.tcpclose.it.app.Holder;
import io.tcpclose.it.app.InheritedParentMain;
import io.tcpclose.it.app.InheritedSharingMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** A JVM's standard input is a connection that its parent holds too, as under a super-server that forgets to close. */
class InheritedSharingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the test does as the peer of the shared connection. */
    @FunctionalInterface
    private interface Meanwhile {
        void with(Shared shared) throws Exception;
    }

    @TestFactory
    Stream<DynamicContainer> close_withholdsTheFin_andNamesTheParent() {
        return OnEachJdk.run(jdk -> one("close", () -> run(jdk, "close", InheritedSharingIT::assertWithheld)));
    }

    @TestFactory
    Stream<DynamicContainer> shutdownThenClose_isSilent() {
        return OnEachJdk.run(jdk -> one("shutdown", () -> run(jdk, "shutdown", InheritedSharingIT::assertSent)));
    }

    private static Stream<DynamicTest> one(String name, Executable test) {
        return Stream.of(dynamicTest(name, test));
    }

    private static void assertWithheld(Shared shared) throws Exception {
        Finding finding = shared.awaitReport(InheritedSharingIT::withheld);
        assertThat(finding.severity()).isEqualTo("error");
        assertThat(finding.message()).contains(String.valueOf(shared.parent.pid()), "java");
        assertThat(finding.offendingStack()).first().asString().startsWith(InheritedSharingMain.class.getName());
        shared.peer.setSoTimeout(500);
        assertThatExceptionOfType(SocketTimeoutException.class)
                .as("no FIN has come")
                .isThrownBy(() -> shared.peer.getInputStream().read());
        shared.end();
        assertThat(withheld(shared.report())).as("at exit").isPresent();
    }

    private static void assertSent(Shared shared) throws Exception {
        assertThat(shared.peer.getInputStream().read()).as("FIN").isEqualTo(-1);
        // so many snapshots that a look at the kernel's tables has followed the close
        Path report = shared.folder.resolve("report.json");
        for (int i = 0; i < 5; i++) {
            String before = Files.readString(report);
            shared.awaitReport(r -> Optional.of(r).filter(ignored -> !before.equals(read(report))));
        }
        shared.end();
        assertThat(shared.report().findings()).isEmpty();
    }

    private static Optional<Finding> withheld(AgentReport report) {
        return report.findings()
                .filter(finding -> finding.rule().equals("fin-withheld"))
                .findFirst();
    }

    private static void run(Jdk jdk, String how, Meanwhile meanwhile) throws Exception {
        Path folder = Stage.folder("inherited-" + how, jdk);
        Path end = folder.resolve("end");
        Files.deleteIfExists(end);
        Files.deleteIfExists(folder.resolve("report.json"));
        AgentConfig config = AgentConfig.in(folder).set("report.interval", "1s");
        Fork child = Fork.of(jdk).agent(config.argument()).main(InheritedSharingMain.class, how, end.toString());
        Fork parent = Fork.of(jdk).vm(Holder.opens());
        String[] command = child.command().toArray(String[]::new);
        try (Forked app = parent.main(InheritedParentMain.class, command).start(folder);
                Socket peer = new Socket(InetAddress.getLoopbackAddress(), port(app))) {
            Shared shared = new Shared(app, peer, folder, end);
            app.await("INHERITED", PATIENCE);
            assertThat(shared.awaitReport(InheritedSharingIT::processes))
                    .as("who else holds it")
                    .containsExactly(app.pid() + " java");
            peer.getOutputStream().write(1);
            meanwhile.with(shared);
        }
    }

    /** Of the one connection, once there are any. */
    private static Optional<List<String>> processes(AgentReport report) {
        return report.connections()
                .map(connection -> connection.at("/sharing/processes"))
                .filter(JsonNode::isArray)
                .map(AgentReport::texts)
                .filter(processes -> !processes.isEmpty())
                .findFirst();
    }

    private static int port(Forked app) throws InterruptedException {
        return await(() -> app.stdout().stream()
                .filter(line -> line.startsWith("PORT\t"))
                .map(line -> Integer.parseInt(line.substring(5)))
                .findFirst());
    }

    private static <T> T await(Supplier<Optional<T>> look) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<T> found = look.get();
        while (found.isEmpty()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
            found = look.get();
        }
        return found.get();
    }

    private static String read(Path file) {
        return DocPages.read(file);
    }

    /** @param endFile the one that ends the JVM under test */
    private record Shared(Forked parent, Socket peer, Path folder, Path endFile) {
        /** The first snapshot in which there is something. */
        <T> T awaitReport(Function<AgentReport, Optional<T>> wanted) throws Exception {
            Path file = folder.resolve("report.json");
            await(() -> Files.exists(file) ? Optional.of(file) : Optional.empty());
            return await(() -> wanted.apply(uncheckedReport()));
        }

        AgentReport report() throws IOException {
            return AgentReport.read(folder.resolve("report.json"));
        }

        private AgentReport uncheckedReport() {
            try {
                return report();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() throws Exception {
            Files.createFile(endFile);
            assertThat(parent.exitCode(PATIENCE)).as("%s", parent.stderr()).isZero();
        }
    }
}
