package io.tcpclose.it;

import static io.tcpclose.it.ShopMeters.CLOSE_WAIT;
import static io.tcpclose.it.ShopMeters.OPENED;
import static io.tcpclose.it.ShopMeters.QUICK;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The meters come into the Micrometer that Spring Boot has set up: once, with its common tags, and without a word. */
class MicrometerIT {
    private static final List<String> LINES = List.of("boot3", "boot4");
    private static final String OFF = QUICK + ",micrometer=off,http=0,tags=application:own";

    @TestFactory
    Stream<DynamicContainer> springBoot_hasTheMeters() {
        return OnEachJdk.run(MicrometerIT::tests);
    }

    private static Stream<DynamicTest> tests(Jdk jdk) throws Exception {
        Path folder = Stage.folder("micrometer-boot", jdk);
        try (Together together = new Together();
                Peer peer = Peer.start(folder.resolve("peer"))) {
            int greeter = peer.listen("push:2 close");
            Map<String, Executable> checks = new LinkedHashMap<>();
            for (String line : LINES) {
                Service option = start(together, Fork.of(jdk).agent(QUICK), line, folder.resolve(line + "-option"));
                checks.put(line + " by option", () -> assertMetered(option, greeter));
                Service late = start(together, Fork.of(jdk), line, folder.resolve(line + "-late"));
                checks.put(line + " by late attach", () -> assertMeteredLate(late, greeter));
            }
            Service own = start(together, withoutGlobalRegistry(jdk), "boot4", folder.resolve("own"));
            checks.put("boot4 without the global registry", () -> assertMetered(own, greeter));
            Service off = start(together, Fork.of(jdk).agent(OFF), "boot4", folder.resolve("off"));
            checks.put("boot4 with micrometer=off", () -> assertLeftAlone(off));
            return OnEachJdk.now(checks);
        }
    }

    private static Service start(Together together, Fork fork, String line, Path folder) throws Exception {
        Service service = Service.start(fork, line, folder);
        together.add(service.forked());
        return service;
    }

    /** Its registry is seen when it is used. */
    private static Fork withoutGlobalRegistry(Jdk jdk) {
        return Fork.of(jdk).agent(QUICK).vm(ShopMeters.QUICK_CHECK, "-Dmanagement.metrics.use-global-registry=false");
    }

    private static void assertMeteredLate(Service service, int greeter) throws Exception {
        assertThat(service.meters().values()).isEmpty();
        AgentJar.attach(service.forked(), QUICK);
        assertMetered(service, greeter);
    }

    private static void assertMetered(Service service, int greeter) throws Exception {
        MeterLines before = service.meters(ShopMeters::areThere);
        ShopMeters.assertFresh(before);
        double opened = before.value(OPENED);
        assertThat(service.get("/leak?port=" + greeter)).isEqualTo("2 bytes");
        MeterLines after =
                service.meters(meters -> meters.value(CLOSE_WAIT) == 1 && meters.value(OPENED) == opened + 1);
        ShopMeters.assertOnlyBasic(after);
        ShopMeters.assertSilent(service.forked());
    }

    /** The agent has meters, and shows them only itself. */
    private static void assertLeftAlone(Service service) throws Exception {
        service.port();
        String own = Service.metricsUrl(service.forked());
        service.metersAt(own, meters -> meters.has("tcpclose_agent_build{application=own, version=1.0.0}"));
        assertThat(service.get("/actuator/prometheus")).contains("application=\"shop\"");
        assertThat(service.meters().values()).isEmpty();
    }
}
