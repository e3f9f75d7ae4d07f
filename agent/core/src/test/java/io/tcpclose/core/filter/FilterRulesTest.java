package io.tcpclose.core.filter;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** What the package's description promises, because it runs before the application's main method. */
class FilterRulesTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tcpclose.core.filter");

    @Test
    void filter_beforeMain_touchesNoLockingOrHeavyPackage() {
        assertThat(classes).hasSizeGreaterThan(12);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.file..",
                        "java.util.logging..",
                        "java.util.regex..",
                        "java.util.stream..",
                        "java.time.format..")
                .check(classes);
    }

    @Test
    void filter_addresses_onlyTheirBytesAreAskedFor() {
        assertThat(classes.contain(Network.class)).isTrue();
        noClasses()
                .should()
                .callMethodWhere(target(owner(type(InetAddress.class))).and(target(not(name("getAddress")))))
                .check(classes);
    }
}
