package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.tools.attach.VirtualMachine;
import io.tcpclose.it.metrics.MicrometerDeployments;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The meters come into the Micrometer that an application has, whatever it does with it, and with its common tags. */
class MicrometerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String QUICK = "probe.interval=200ms,report=none";
    /** What the fallback waits for in vain. */
    private static final String CHECK = "-Dtcpclose.test.micrometer-check=500ms";

    private static final String CLOSE_WAIT = "tcpclose_connections{application=shop, role=client, state=close_wait}";
    private static final String OPENED =
            "tcpclose_connections_opened_total{application=shop, kind=socket, role=client}";
    private static final String BUILD = "tcpclose_agent_build{application=shop, version=1.0.0}";
    private static final String RULE = "tcpclose_findings_total{application=shop, rule=eof-not-closed, severity=warn}";

    @TestFactory
    Stream<DynamicContainer> springBoot_byAgentOption() {
        return OnEachJdk.run(jdk -> each(jdk, "option", boot -> Fork.of(jdk).agent(QUICK), service -> {}));
    }

    @TestFactory
    Stream<DynamicContainer> springBoot_byLateAttach() {
        return OnEachJdk.run(jdk -> each(jdk, "attach", boot -> Fork.of(jdk), service -> attach(service.forked())));
    }

    /** {@code management.metrics.use-global-registry=false}: the registry is seen when it is used. */
    @TestFactory
    Stream<DynamicContainer> springBoot_withoutTheGlobalRegistry() {
        return OnEachJdk.run(jdk -> each(
                jdk,
                "fallback",
                boot -> Fork.of(jdk).agent(QUICK).vm(CHECK, "-Dmanagement.metrics.use-global-registry=false"),
                service -> {}));
    }

    private interface Forking {
        Fork of(String boot);
    }

    private interface Preparing {
        void on(Service service) throws Exception;
    }

    /** Both lines at the same time: they mostly wait. */
    private static Stream<DynamicTest> each(Jdk jdk, String name, Forking forking, Preparing preparing)
            throws Exception {
        Path folder = Stage.folder("micrometer-" + name, jdk);
        List<DynamicTest> tests = new ArrayList<>();
        try (Peer peer = Peer.start(folder.resolve("peer"));
                Service three = Service.start(forking.of("boot3"), "boot3", folder.resolve("boot3"));
                Service four = Service.start(forking.of("boot4"), "boot4", folder.resolve("boot4"))) {
            int greeter = peer.listen("push:2 close");
            for (Service service : List.of(three, four)) {
                service.port();
                preparing.on(service);
            }
            tests.add(dynamicTest("Spring Boot 3.5", outcome(() -> assertMetered(three, greeter))));
            tests.add(dynamicTest("Spring Boot 4.1", outcome(() -> assertMetered(four, greeter))));
        }
        return tests.stream();
    }

    /** Runs now, while the applications do; fails when the test is run. */
    private static org.junit.jupiter.api.function.Executable outcome(org.junit.jupiter.api.function.Executable check) {
        try {
            check.execute();
            return () -> {};
        } catch (Throwable failure) {
            return () -> {
                throw failure;
            };
        }
    }

    private static void assertMetered(Service service, int greeter) throws Exception {
        MeterLines before = service.meters(meters -> meters.values().containsKey(BUILD));
        assertThat(before.value(RULE)).isZero();
        assertThat(before.value(BUILD)).isEqualTo(1);
        double opened = before.value(OPENED);
        assertThat(service.get("/leak?port=" + greeter)).isEqualTo("2 bytes");
        MeterLines after =
                service.meters(meters -> meters.value(CLOSE_WAIT) == 1 && meters.value(OPENED) == opened + 1);
        assertOnlyBasic(after);
        assertSilent(service.forked());
    }

    private static void assertOnlyBasic(MeterLines meters) {
        assertThat(meters.values().size()).isBetween(100, 150);
        assertThat(meters.values().keySet())
                .noneMatch(key -> key.startsWith("tcpclose_site") || key.startsWith("tcpclose_shutdowns"));
    }

    private static void assertSilent(Forked application) {
        List<String> said = new ArrayList<>(application.stdout());
        said.addAll(application.stderr());
        assertThat(said)
                .noneMatch(line -> line.contains("already been registered") || line.contains("registration has failed"))
                .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .noneMatch(line -> line.startsWith("tcpclose:"));
    }

    private static void attach(Forked application) throws Exception {
        VirtualMachine jvm = VirtualMachine.attach(String.valueOf(application.pid()));
        try {
            jvm.loadAgent(AgentJar.path().toString(), QUICK);
        } finally {
            jvm.detach();
        }
    }

    @TestFactory
    Stream<DynamicContainer> springBoot_toldToLetItBe() {
        return OnEachJdk.run(jdk -> {
            Path folder = Stage.folder("micrometer-off", jdk);
            try (Service service =
                    Service.start(Fork.of(jdk).agent(QUICK + ",micrometer=off,http=0"), "boot4", folder)) {
                String own = Service.awaitError(service.forked(), "tcpclose: metrics at ");
                MeterLines theirs = service.meters();
                return Stream.of(
                        dynamicTest("micrometer=off", () -> assertThat(theirs.values())
                                .isEmpty()),
                        dynamicTest("own endpoint", () -> assertThat(own).contains("http://127.0.0.1:")));
            }
        });
    }

    // --- without a framework ---

    @TestFactory
    Stream<DynamicContainer> plainApplication_withEachVersion() {
        return OnEachJdk.run(
                jdk -> Stream.of("1.9.17", "1.13.15", "1.17.2").flatMap(version -> Stream.of("global", "own")
                        .map(mode -> dynamicTest(version + " " + mode, () -> assertPlain(jdk, version, mode)))));
    }

    private static void assertPlain(Jdk jdk, String version, String mode) throws Exception {
        Path folder = Stage.folder("micrometer-" + version + "-" + mode, jdk);
        try (Forked app = Fork.of(jdk)
                .agent(QUICK)
                .vm(CHECK, "-cp", classPath(version))
                .program(PlainMicrometer.class.getName(), mode)
                .start(folder)) {
            app.await("READY", PATIENCE);
            app.send("leak");
            MeterLines meters = asked(app, MicrometerIT::isWhole);
            assertThat(meters.value("tcpclose.findings{application=shop, rule=use-after-close, severity=warn}"))
                    .isZero();
            assertThat(meters.values().size()).isBetween(100, 150);
            assertSilent(app);
        }
    }

    /** The last meter to come is there, and the leak is seen. */
    private static boolean isWhole(MeterLines meters) {
        Double closeWait = meters.values().get("tcpclose.connections{application=shop, role=client, state=close_wait}");
        return meters.values().containsKey("tcpclose.agent.hook.errors{application=shop, where=layer}")
                && Double.valueOf(1).equals(closeWait);
    }

    private static String classPath(String version) {
        return jars(version)
                + File.pathSeparator
                + Path.of("target", "test-classes").toAbsolutePath();
    }

    private static String jars(String version) {
        File[] jars = Path.of("target", "micrometer", version)
                .toAbsolutePath()
                .toFile()
                .listFiles();
        assertThat(jars).isNotEmpty();
        return String.join(
                File.pathSeparator,
                Arrays.stream(jars).map(File::getPath).sorted().toList());
    }

    /** Asks until the answer is as wanted; each question registers a meter's look-up, as applications do. */
    private static MeterLines asked(Forked app, Predicate<MeterLines> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline) {
            int before = app.stdout().size();
            app.send("meters");
            List<String> answer = answer(app, before, deadline);
            MeterLines now = MeterLines.of(answer);
            if (wanted.test(now)) return now;
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("not as wanted, see " + app.folder());
    }

    private static List<String> answer(Forked app, int from, long deadline) throws InterruptedException {
        while (System.nanoTime() < deadline) {
            List<String> said = app.stdout();
            List<String> since = said.subList(Math.min(from, said.size()), said.size());
            if (since.contains("DONE")) return since.subList(0, since.indexOf("DONE"));
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return List.of();
    }

    @TestFactory
    Stream<DynamicContainer> undeployedApplications_areCollectedWithTheirMeters() {
        return OnEachJdk.run(jdk -> Stream.of(dynamicTest("all loaders", () -> assertCollected(jdk))));
    }

    private static void assertCollected(Jdk jdk) throws IOException, InterruptedException {
        String[] jars = jars("1.17.2").split(File.pathSeparator);
        try (Forked app = Fork.of(jdk)
                .agent(QUICK)
                .vm(CHECK)
                .main(MicrometerDeployments.class, jars)
                .start(Stage.folder("micrometer-redeploy", jdk))) {
            assertThat(app.exitCode(PATIENCE)).isZero();
            assertThat(app.stdout()).containsExactly("SAW METERS " + MicrometerDeployments.COUNT, "LEFT 0");
        }
    }
}
