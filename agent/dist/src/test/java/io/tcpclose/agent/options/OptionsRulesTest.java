package io.tcpclose.agent.options;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the package's description promises, because it runs before the application's main method. */
class OptionsRulesTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tcpclose.agent.options");

    @Test
    void options_beforeMain_touchNoLockingOrHeavyPackage() {
        assertThat(classes).hasSizeGreaterThan(15);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.file..",
                        "java.util.logging..",
                        "java.util.regex..",
                        "java.util.stream..",
                        "java.text..",
                        "java.time.format..",
                        "javax.management..")
                .check(classes);
    }

    @Test
    void options_beforeMain_formatNoText() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "format", Locale.class, String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .check(classes);
    }
}
