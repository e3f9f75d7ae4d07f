package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the package's description promises of its class files. */
class BootClassesTest {
    private static final int FEWEST = 30;
    private static final int SYNTHETIC = 0x1000;
    private static final int METHOD_HANDLE = 15;
    private static final int DYNAMIC = 17;
    private static final int INVOKE_DYNAMIC = 18;

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tcpclose.bootstrap");

    @Test
    void classes_dependOnJavaBaseOnly() {
        assertThat(classes).hasSizeGreaterThanOrEqualTo(FEWEST);
        List<String> elsewhere = new ArrayList<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (!isAllowed(target)) elsewhere.add(dependency.getDescription());
            }
        }
        assertThat(elsewhere).isEmpty();
    }

    /** The null annotations are never loaded: nothing in java.base reads them. */
    private static boolean isAllowed(JavaClass type) {
        if (type.isPrimitive() || type.getPackageName().equals("org.jspecify.annotations")) return true;
        return type.getPackageName().equals("io.tcpclose.bootstrap")
                || type.reflect().getModule() == Object.class.getModule();
    }

    @Test
    void classes_haveNoLambdasIndyOrEnumSwitches() throws IOException {
        for (JavaClass type : classes) {
            if (type.getSimpleName().equals("package-info")) continue; // stays out of the jar's boot folder
            ClassFile file = ClassFile.of(type);
            assertThat(file.tags).as(type.getName()).doesNotContain(METHOD_HANDLE, DYNAMIC, INVOKE_DYNAMIC);
            assertThat(file.access & SYNTHETIC).as(type.getName()).isZero();
            assertThat(type.getSimpleName()).as("anonymous, or an enum switch").doesNotMatch("\\d*");
        }
    }

    @Test
    void reader_aClassWithALambda_isSeen() throws IOException {
        assertThat(ClassFile.of(new ClassFileImporter().importClass(HotHooksAllocationTest.class)).tags)
                .contains(INVOKE_DYNAMIC);
    }

    /** As much of a class file as is asked about: constant pool tags and the class's own flags. */
    private record ClassFile(List<Integer> tags, int access) {
        static ClassFile of(JavaClass type) throws IOException {
            String name = "/" + type.getName().replace('.', '/') + ".class";
            try (InputStream bytes = Objects.requireNonNull(BootClassesTest.class.getResourceAsStream(name));
                    DataInputStream in = new DataInputStream(bytes)) {
                in.skipNBytes(8);
                List<Integer> tags = new ArrayList<>();
                int entries = in.readUnsignedShort();
                for (int i = 1; i < entries; i++) {
                    int tag = in.readUnsignedByte();
                    tags.add(tag);
                    if (tag == 5 || tag == 6) i++;
                    in.skipNBytes(length(tag, in));
                }
                return new ClassFile(tags, in.readUnsignedShort());
            }
        }

        /** JVMS 4.4. */
        private static int length(int tag, DataInputStream in) throws IOException {
            return switch (tag) {
                case 1 -> in.readUnsignedShort();
                case 7, 8, 16, 19, 20 -> 2;
                case 15 -> 3;
                case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
                case 5, 6 -> 8;
                default -> throw new IOException("constant pool tag " + tag);
            };
        }
    }
}
