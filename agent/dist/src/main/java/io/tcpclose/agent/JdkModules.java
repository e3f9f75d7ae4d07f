package io.tcpclose.agent;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/** Opens what we need of java.base, to us and to nobody else: {@code --add-opens} at run time, without asking the user. */
final class JdkModules {
    private static final String MISC = "jdk.internal.misc";
    private static final String ACCESS = "jdk.internal.access";
    private static final String SOCKETS = "sun.nio.ch";
    private static final String LAUNCHER = "sun.launcher";

    private static final String JFR_MODULE = "jdk.jfr";
    private static final String JFR_INTERNAL = "jdk.jfr.internal";

    private JdkModules() {}

    static void openTo(Instrumentation instrumentation, Module module) {
        Map<String, Set<Module>> packages =
                Map.of(MISC, Set.of(module), ACCESS, Set.of(module), SOCKETS, Set.of(module));
        Module base = Object.class.getModule();
        instrumentation.redefineModule(base, Set.of(), packages, packages, Set.of(), Map.of());
    }

    /** Whether a main class runs is asked of the launcher. */
    static void openLauncher(Instrumentation instrumentation, Module module) {
        Map<String, Set<Module>> packages = Map.of(LAUNCHER, Set.of(module));
        instrumentation.redefineModule(Object.class.getModule(), Set.of(), packages, Map.of(), Set.of(), Map.of());
    }

    /** The clock of its events is asked for its rate. Nothing where the JVM is without it. */
    static void openFlightRecorder(Instrumentation instrumentation, Module module) {
        Map<String, Set<Module>> packages = Map.of(JFR_INTERNAL, Set.of(module));
        ModuleLayer.boot()
                .findModule(JFR_MODULE)
                .ifPresent(found ->
                        instrumentation.redefineModule(found, Set.of(), packages, packages, Set.of(), Map.of()));
    }
}
