package io.tcpclose.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What users get: one jar, in which the application finds two classes and nothing else. */
class JarContentIT {
    private static final int JAVA_8 = 52;
    private static final int JAVA_17 = 61;

    private static JarFile jar;
    private static List<String> files;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(Forked.JAR.toFile());
        files = jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .toList();
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    private static List<String> under(String folder) {
        return files.stream().filter(name -> name.startsWith(folder)).toList();
    }

    @Test
    void root_holdsFourFolders() {
        assertThat(jar.stream().map(entry -> entry.getName().replaceAll("/.*", "")))
                .containsOnly("META-INF", "boot", "inst", "io");
    }

    @Test
    void application_findsTwoClassesAndNothingElse() {
        assertThat(files.stream().filter(name -> name.endsWith(".class")))
                .containsExactlyInAnyOrder("io/tcpclose/TcpCloseAgent.class", "io/tcpclose/AgentClassLoader.class");
        assertThat(under("io/")).hasSize(2);
    }

    @Test
    void application_findsNoServiceNoVersionAndNoSignature() {
        assertThat(under("META-INF/"))
                .containsExactlyInAnyOrder(
                        "META-INF/MANIFEST.MF",
                        "META-INF/LICENSE",
                        "META-INF/NOTICE",
                        "META-INF/licenses/ASM",
                        "META-INF/licenses/D3-HIERARCHY",
                        "META-INF/licenses/PROTOBUF",
                        "META-INF/licenses/Schubfach-LICENSE",
                        "META-INF/licenses/TABULATOR");
    }

    @Test
    void entries_areThereOnce() {
        assertThat(files).doesNotHaveDuplicates().hasSizeGreaterThan(500);
        Set<String> boot = classes("boot/");
        Set<String> twice = classes("inst/");
        twice.retainAll(boot);
        assertThat(twice).as("in both loaders").isEmpty();
    }

    private static Set<String> classes(String folder) {
        return under(folder).stream()
                .filter(name -> name.endsWith(".classdata"))
                .map(name -> name.substring(folder.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void bootClasses_areOneSmallPackageUnderBootOnly() throws IOException {
        assertThat(classes("boot/"))
                .hasSizeBetween(25, 70)
                .allMatch(name -> name.startsWith("io/tcpclose/bootstrap/"))
                .noneMatch(name -> name.contains("package-info"));
        assertThat(under("boot/")).allMatch(name -> name.endsWith(".classdata") || name.equals("boot/index"));
        assertThat(files)
                .filteredOn(name -> name.contains("tcpclose/bootstrap/"))
                .allMatch(name -> name.startsWith("boot/"));
        long bytes = 0;
        for (String name : under("boot/")) bytes += jar.getEntry(name).getSize();
        assertThat(bytes).as("all of it is defined at each start").isLessThan(185_000);
    }

    /** What the index does not name is not defined, and first missed inside a hook. */
    @Test
    void bootIndex_namesEachBootClass() throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry("boot/index"))) {
            List<String> named = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.strip().replace(".class", ".classdata"))
                    .toList();
            assertThat(named).containsExactlyInAnyOrderElementsOf(classes("boot/"));
        }
    }

    @Test
    void hiddenClasses_areNoClassFilesByName() {
        assertThat(under("inst/"))
                .hasSizeGreaterThan(400)
                .noneMatch(name -> name.endsWith(".class"))
                .noneMatch(name -> name.contains("META-INF/versions") || name.contains("module-info"))
                .contains("inst/io/tcpclose/agent/AgentStart.classdata", "inst/tcpclose-version.properties");
    }

    /** Its libraries are in it, and nowhere else. */
    @Test
    void page_isOneFile() {
        assertThat(files.stream().filter(name -> name.matches(".*\\.(html|js|css|map)")))
                .containsExactly("inst/io/tcpclose/export/page/page.html");
    }

    @Test
    void versions_ofTheClassFiles_areOldWhereAnOldJvmLooks() throws IOException {
        for (String name : files) {
            if (name.startsWith("io/")) assertThat(major(name)).as(name).isEqualTo(JAVA_8);
            else if (name.contains("/io/tcpclose/") && name.endsWith(".classdata")) {
                assertThat(major(name)).as(name).isEqualTo(JAVA_17);
            } else if (name.endsWith(".classdata")) {
                assertThat(major(name)).as(name).isLessThanOrEqualTo(JAVA_17);
            }
        }
    }

    private static int major(String name) throws IOException {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(jar.getEntry(name)))) {
            assertThat(in.readInt()).as(name).isEqualTo(0xCAFEBABE);
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }

    @Test
    void manifest_asTheJvmNeedsIt() throws IOException {
        Attributes main = jar.getManifest().getMainAttributes();
        assertThat(main.getValue("Premain-Class")).isEqualTo("io.tcpclose.TcpCloseAgent");
        assertThat(main.getValue("Agent-Class")).isEqualTo("io.tcpclose.TcpCloseAgent");
        assertThat(main.getValue("Main-Class")).isEqualTo("io.tcpclose.TcpCloseAgent");
        assertThat(main.getValue("Can-Retransform-Classes")).isEqualTo("true");
        assertThat(main.getValue("Can-Redefine-Classes")).isEqualTo("true");
        assertThat(main.getValue("Implementation-Version")).matches("\\d+\\.\\d+\\.\\d+.*");
        for (String unwanted : List.of(
                "Boot-Class-Path",
                "Class-Path",
                "Multi-Release",
                "Launcher-Agent-Class",
                "Can-Set-Native-Method-Prefix")) {
            assertThat(main.getValue(unwanted)).as(unwanted).isNull();
        }
    }

    /** Of this machine, this user or this build: nothing that one release could not share with the next. */
    @Test
    void texts_nameNoPlaceOfTheBuild() throws IOException {
        Pattern place = Pattern.compile("/(root|home|work|tmp|Users)/");
        List<String> found = new ArrayList<>();
        for (String name : files) {
            if (name.endsWith(".classdata") || name.endsWith(".class")) continue;
            try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
                String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                if (place.matcher(text).find()) found.add(name);
            }
        }
        assertThat(found).isEmpty();
        assertThat(Collections.max(jar.stream().map(JarEntry::getTime).toList()))
                .as("one time for all entries: the same sources give the same bytes")
                .isEqualTo(Collections.min(jar.stream().map(JarEntry::getTime).toList()));
    }
}
