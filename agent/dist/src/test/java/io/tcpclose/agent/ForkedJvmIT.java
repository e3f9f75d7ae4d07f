package io.tcpclose.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.agent.forked.LoadAll;
import io.tcpclose.agent.forked.UseSockets;
import io.tcpclose.instrument.HookTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only a JVM with the finished jar can show. */
class ForkedJvmIT {
    /** The JVM pads a number that is shorter than the ones before it, as when thread ids begin anew. */
    private static final Pattern LOADED = Pattern.compile("\\[(\\d+) *\\] (\\S+) source:");
    private static final List<String> VERIFY_ALL =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal");

    static Set<Integer> jdks() {
        return Forked.jdks().keySet();
    }

    private static Forked run(int jdk, String agent, List<String> vm, Class<?> main, List<String> arguments)
            throws Exception {
        return Forked.run(Objects.requireNonNull(Forked.jdks().get(jdk)), agent, vm, main, arguments);
    }

    /** The JVM trusts classes of the boot loader: here it checks them all, JSSE's and asynchronous ones as well. */
    @ParameterizedTest(name = "JDK {0}")
    @MethodSource("jdks")
    void wovenClasses_areVerified(int jdk, @TempDir Path directory) throws Exception {
        Path report = directory.resolve("report.json");
        Forked jvm = run(jdk, "report=" + report, VERIFY_ALL, LoadAll.class, HookTargets.types());
        assertThat(jvm.stderr()).doesNotContain("VerifyError").doesNotContain("not woven");
        assertThat(jvm.exitCode()).as(jvm.stderr()).isZero();
        assertThat(jvm.stdout()).contains("loaded");
        assertThat(Files.readString(report))
                .containsPattern(
                        "\"matched\": ?" + HookTargets.points() + ",\\s*\"expected\": ?" + HookTargets.points())
                .containsPattern("\"missing\": ?\\[ ?\\]")
                .containsPattern("\"hookErrors\": ?0");
    }

    /** A first class load inside a hook, under a socket's lock, is what agents have deadlocked on. */
    @ParameterizedTest(name = "JDK {0}")
    @MethodSource("jdks")
    void hooks_onApplicationThreads_loadNoClassOfTheAgent(int jdk, @TempDir Path directory) throws Exception {
        Path log = directory.resolve("classes.log");
        List<String> vm = List.of("-Xlog:class+load=info:file=" + log + ":tid");
        Forked jvm = run(jdk, "report=none", vm, UseSockets.class, List.of());
        assertThat(jvm.exitCode()).as(jvm.stderr()).isEqualTo(UseSockets.DONE);
        List<String[]> loads = loads(log);
        Set<String> applicationThreads = loads.stream()
                .filter(load -> load[1].startsWith(UseSockets.MARKS))
                .map(load -> load[0])
                .collect(Collectors.toSet());
        assertThat(applicationThreads).as("main and two others").hasSize(3);
        int begin = indexOf(loads, UseSockets.MARKS);
        assertThat(loads.subList(begin, loads.size()))
                .filteredOn(load -> applicationThreads.contains(load[0]) && isAgents(load[1]))
                .extracting(load -> load[1])
                .isEmpty();
        assertThat(loads.subList(0, begin).stream().filter(load -> isAgents(load[1])))
                .hasSizeGreaterThan(100);
    }

    private static boolean isAgents(String type) {
        boolean ours = type.startsWith("io.tcpclose.") && !type.startsWith("io.tcpclose.agent.forked.");
        return ours || type.startsWith("net.bytebuddy.");
    }

    /** Thread and class of each load, in order. */
    private static List<String[]> loads(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(LOADED::matcher)
                .filter(Matcher::find)
                .map(line -> new String[] {line.group(1), line.group(2)})
                .toList();
    }

    private static int indexOf(List<String[]> loads, String prefix) {
        for (int i = 0; i < loads.size(); i++) if (loads.get(i)[1].startsWith(prefix)) return i;
        throw new AssertionError("not loaded: " + prefix);
    }
}
