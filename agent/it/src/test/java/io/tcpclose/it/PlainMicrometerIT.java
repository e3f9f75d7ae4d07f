package io.tcpclose.it;

import static io.tcpclose.it.ShopMeters.CLOSE_WAIT;
import static io.tcpclose.it.ShopMeters.OPENED;
import static io.tcpclose.it.ShopMeters.QUICK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.it.metrics.MicrometerDeployments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The meters come into a Micrometer that no framework has set up, whatever its version and whoever else has one. */
class PlainMicrometerIT {
    private static final String NEWEST = "1.17.2";
    private static final List<String> VERSIONS = List.of("1.9.17", "1.13.15", NEWEST);
    private static final List<String> MODES = List.of("global", "own");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TestFactory
    Stream<DynamicContainer> plainApplications_haveTheMeters() {
        return OnEachJdk.run(PlainMicrometerIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        Path folder = Stage.folder("micrometer-plain", jdk);
        Map<String, Executable> checks = new LinkedHashMap<>();
        try (Together together = new Together()) {
            for (String mode : MODES) {
                for (String version : VERSIONS) {
                    String name = version + " " + mode;
                    PlainService service = start(together, agent(jdk, ""), version, mode, folder.resolve(name));
                    checks.put(name, () -> assertMetered(service));
                    checks.put(name + ", cleared", () -> assertFilledAgain(service));
                }
            }
            PlainService late = start(together, Fork.of(jdk), NEWEST, "own", folder.resolve("late"));
            checks.put("own by late attach", () -> assertFoundLate(late));
            PlainService all = start(together, agent(jdk, ",meters=all"), NEWEST, "global", folder.resolve("all"));
            checks.put("meters=all", () -> assertAll(all));
            PlainService bound =
                    start(together, agent(jdk, ",micrometer=off"), NEWEST, "bound", folder.resolve("bound"));
            checks.put("bound by the application, micrometer=off", () -> assertMetered(bound));
            return OnEachJdk.now(checks);
        }
    }

    private static Fork agent(Jdk jdk, String more) {
        return Fork.of(jdk).agent(QUICK + more);
    }

    private static PlainService start(Together together, Fork fork, String version, String mode, Path folder)
            throws Exception {
        PlainService service = PlainService.start(fork.vm(ShopMeters.QUICK_CHECK), version, mode, folder);
        together.add(service.forked());
        return service;
    }

    private static void assertMetered(PlainService service) throws Exception {
        MeterLines before = service.meters(ShopMeters::areThere);
        ShopMeters.assertFresh(before);
        assertLeakSeen(service, before);
    }

    private static void assertLeakSeen(PlainService service, MeterLines before) throws Exception {
        service.tell("leak");
        MeterLines after = service.meters(meters -> meters.value(CLOSE_WAIT) == before.value(CLOSE_WAIT) + 1
                && meters.value(OPENED) == before.value(OPENED) + 1);
        ShopMeters.assertOnlyBasic(after);
        ShopMeters.assertSilent(service.forked());
    }

    /** As frameworks do that restart within the JVM. What comes back are meters that live. */
    private static void assertFilledAgain(PlainService service) throws Exception {
        assertThat(service.tell("clear")).containsExactly("LEFT 0");
        MeterLines back = service.meters(ShopMeters::areThere);
        assertThat(back.value(CLOSE_WAIT)).isEqualTo(1);
        assertLeakSeen(service, back);
    }

    /** Its registry was there before the agent, and nobody tells of it but its use. */
    private static void assertFoundLate(PlainService service) throws Exception {
        assertThat(service.meters().values()).isEmpty();
        AgentJar.attach(service.forked(), QUICK);
        assertMetered(service);
    }

    /** But those that the application has meters of its own for. */
    private static void assertAll(PlainService service) throws Exception {
        service.meters(ShopMeters::areThere);
        service.tell("leak");
        MeterLines all = service.meters(ShopMeters::areAllThere);
        assertThat(all.values().size()).isBetween(150, 500);
        assertThat(all.values().keySet()).noneMatch(key -> key.startsWith("tcpclose_fds_"));
        ShopMeters.assertSilent(service.forked());
    }

    @TestFactory
    Stream<DynamicContainer> undeployedApplications_areCollectedWithTheirMeters() {
        return OnEachJdk.run(jdk -> {
            Map<String, Executable> checks = new LinkedHashMap<>();
            try (Together together = new Together()) {
                for (String mode : MODES) {
                    Forked container = together.add(container(jdk, mode));
                    checks.put("all loaders, " + mode, () -> assertCollected(container));
                }
                return OnEachJdk.now(checks);
            }
        });
    }

    private static Forked container(Jdk jdk, String mode) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(mode));
        arguments.addAll(PlainService.jars(NEWEST));
        return agent(jdk, "")
                .vm(ShopMeters.QUICK_CHECK)
                .main(MicrometerDeployments.class, arguments.toArray(new String[0]))
                .start(Stage.folder("micrometer-redeploy-" + mode, jdk));
    }

    private static void assertCollected(Forked container) throws Exception {
        assertThat(container.exitCode(PATIENCE)).isZero();
        assertThat(container.stdout()).containsExactly("SAW METERS " + MicrometerDeployments.COUNT, "LEFT 0");
    }
}
