package io.tcpclose.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between the modules, and what an agent must not touch in an application's JVM. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tcpclose");

    /** The classes at the root of the jar, which run in the application's own loader. */
    private static final JavaClasses ROOT =
            new ClassFileImporter().importPath(Path.of(System.getProperty("basedir", "."), "target", "root"));

    private static final DescribedPredicate<JavaClass> LISTENERS =
            simpleName("FindingLog").or(simpleName("JfrOutlet")).or(simpleName("FlightEvents"));

    private static final DescribedPredicate<JavaClass> OUTPUTS = resideInAnyPackage(
                    "java.io..", "java.nio.file..", "java.nio.channels..")
            .and(not(simpleName("IOException")
                    .or(simpleName("UncheckedIOException"))
                    .or(simpleName("Serializable"))
                    .or(simpleName("FileDescriptor"))
                    .or(simpleName("SelectionKey"))))
            .or(simpleName("LogFile"))
            .or(simpleName("ReportFiles"));

    /** A rule that sees no classes would pass on nothing. */
    @ParameterizedTest
    @CsvSource({"bootstrap,30", "core,70", "instrument,20", "micrometer,10", "export,25", "agent,40"})
    void module_isSeen(String module, int atLeast) {
        assertThat(CLASSES.that(resideInAPackage("io.tcpclose." + module + "..")))
                .hasSizeGreaterThanOrEqualTo(atLeast);
    }

    // --- arrows ---

    @Test
    void arrows_areThoseOfTheDesign() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.tcpclose..")
                .layer("bootstrap")
                .definedBy("io.tcpclose.bootstrap..")
                .layer("core")
                .definedBy("io.tcpclose.core..")
                .layer("instrument")
                .definedBy("io.tcpclose.instrument..")
                .layer("micrometer")
                .definedBy("io.tcpclose.micrometer..")
                .layer("export")
                .definedBy("io.tcpclose.export..")
                .layer("agent")
                .definedBy("io.tcpclose.agent..")
                .whereLayer("bootstrap")
                .mayNotAccessAnyLayer()
                .whereLayer("core")
                .mayOnlyAccessLayers("bootstrap")
                .whereLayer("instrument")
                .mayOnlyAccessLayers("bootstrap")
                .whereLayer("micrometer")
                .mayOnlyAccessLayers("bootstrap")
                .whereLayer("export")
                .mayOnlyAccessLayers("bootstrap", "core", "micrometer")
                .whereLayer("agent")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    /** The board and the registries it finds; all else of the boot loader's comes to it by way of core. */
    @Test
    void export_knowsOfTheBootClassesOnlyTheBoard() {
        noClasses()
                .that()
                .resideInAPackage("io.tcpclose.export..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.tcpclose.bootstrap..")
                        .and(not(simpleName("Durations")
                                .or(simpleName("MeterBoard"))
                                .or(simpleName("FoundRegistries")))))
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "agent"})
    void packages_ofAModule_haveNoCycles(String module) {
        slices().matching("io.tcpclose." + module + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "net.bytebuddy.., io.tcpclose.instrument..",
        "picocli.., io.tcpclose.agent.cli..",
        "com.fasterxml.jackson.., io.tcpclose.export..",
        "io.prometheus.., io.tcpclose.export.meters..",
        "jdk.jfr.., io.tcpclose.export.jfr..",
        "io.opentelemetry.., io.tcpclose.export.meters..",
        "com.google.protobuf.., io.tcpclose.export.meters.."
    })
    void library_isKnownInOnePlace(String library, String place) {
        noClasses()
                .that()
                .resideOutsideOfPackage(place)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
        assertThat(CLASSES.that(resideInAPackage(place)).stream()
                        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                        .anyMatch(d -> resideInAPackage(library).test(d.getTargetClass())))
                .isTrue();
    }

    // --- what belongs to the application ---

    /** Each of these comes up with the application's settings, or holds a lock that its classes wait for. */
    @Test
    void agent_touchesNoLoggingManagementOrNaming() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..", "javax.management..", "java.rmi..", "javax.naming..", "java.sql..")
                .check(CLASSES);
    }

    /** What reads /proc does so on the agent's thread, once the application runs: KernelStart sees to it. */
    @Test
    void premain_touchesNoFileSystemAndNoRegularExpression() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.tcpclose.export..", "io.tcpclose.agent.cli..", "io.tcpclose.core.kernel..")
                .and()
                .doNotHaveSimpleName("KernelStart")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.util.regex..")
                .check(CLASSES);
    }

    /**
     * The engine's lock is waited for by the JVM's end. Under it core asks the kernel, in one package, and tells its
     * listeners: these may hand on what they have to say, and write nothing themselves.
     */
    @Test
    void engine_underItsLock_writesNothing() {
        DescribedPredicate<JavaClass> core =
                resideInAPackage("io.tcpclose.core..").and(not(resideInAPackage("io.tcpclose.core.kernel..")));
        assertThat(CLASSES.that(LISTENERS)).hasSize(3);
        noClasses()
                .that(core.or(LISTENERS))
                .should()
                .dependOnClassesThat(OUTPUTS)
                .check(CLASSES);
    }

    /** By a Predicate the agent, in its own loader, tells the loader what to hold: both know that type. */
    @Test
    void root_doesNothingButCheckAndHandOver() {
        assertThat(ROOT).hasSize(2);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.util.logging..",
                                "javax.management..",
                                "java.nio.file..",
                                "java.util.regex..",
                                "java.util.function..",
                                "java.util.stream..")
                        .and(not(type(Predicate.class))))
                .check(ROOT);
        noClasses().should().accessField(System.class, "out").check(ROOT);
        noClasses().should().callMethod(System.class, "exit", int.class).check(ROOT);
    }

    @Test
    void exit_onlyTheCommandLinesOwn() {
        for (Class<?> type : new Class<?>[] {System.class, Runtime.class}) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.tcpclose.agent.cli..")
                    .should()
                    .callMethodWhere(target(owner(type(type))).and(target(name("exit"))))
                    .orShould()
                    .callMethodWhere(target(owner(type(type))).and(target(name("halt"))))
                    .check(CLASSES);
        }
    }

    @Test
    void stdout_isTheApplications() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tcpclose.agent.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(CLASSES);
    }

    /** An address is bytes and the name that the application passed. AddressBook asks for literals in brackets only. */
    @Test
    void resolver_isNeverAsked() {
        for (String asking :
                new String[] {"getHostName", "getCanonicalHostName", "getByName", "getAllByName", "getLocalHost"}) {
            noClasses()
                    .that()
                    .doNotHaveSimpleName("AddressBook")
                    .should()
                    .callMethodWhere(target(owner(type(InetAddress.class))).and(target(name(asking))))
                    .orShould()
                    .callMethodWhere(
                            target(owner(type(InetSocketAddress.class))).and(target(name(asking))))
                    .check(CLASSES);
        }
        noClasses()
                .should()
                .callConstructor(InetSocketAddress.class, String.class, int.class)
                .check(CLASSES);
    }

    @Test
    void packages_areAllNullMarked() {
        int packages = 0;
        for (JavaPackage in : CLASSES.getDefaultPackage().getSubpackagesInTree()) {
            if (in.getClasses().stream().noneMatch(ArchitectureTest::isCode)) continue;
            packages++;
            assertThat(in.isAnnotatedWith(NullMarked.class)).as(in.getName()).isTrue();
        }
        assertThat(packages).isGreaterThan(12);
    }

    private static boolean isCode(JavaClass type) {
        return CLASSES.contain(type.getName()) && !type.getSimpleName().equals("package-info");
    }
}
