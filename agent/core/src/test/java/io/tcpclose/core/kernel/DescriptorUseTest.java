package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorUseTest {
    private static final String HEADER =
            "Limit                     Soft Limit           Hard Limit           Units     \n";

    private final Path folder;
    private final DescriptorUse use;

    DescriptorUseTest(@TempDir Path folder) {
        this.folder = folder;
        this.use = new DescriptorUse(folder.toString());
    }

    private long limit(String limits) throws IOException {
        Files.writeString(folder.resolve("limits"), limits);
        return use.limit();
    }

    // --- limit ---

    @Test
    void limit_ofTheTable_isTheSoftOne() throws IOException {
        String processes = "Max processes             255893               255893               processes \n";
        String files = "Max open files            1024                 1048576              files     \n";
        assertThat(limit(HEADER + processes + files)).isEqualTo(1_024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Max open files",
                "Max open files            ",
                "Max open files            1024",
                "Max open files            unlimited            unlimited            files     \n",
                "Max open files            99999999999999999999 99999999999999999999 files     \n",
                "Max file size             unlimited            unlimited            bytes     \n"
            })
    void limit_thatIsNoneOrCannotBeRead_isUnknown(String limits) throws IOException {
        assertThat(limit(limits)).isEqualTo(-1);
    }

    // --- open ---

    @Test
    void proc_notThere_nothingIsKnown() {
        assertThat(use.open()).isEqualTo(-1);
        assertThat(use.limit()).isEqualTo(-1);
    }

    /** A folder of size 0, as that of the descriptors was before Linux 6.2. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void open_ofAFolderWithoutASize_isItsEntriesWithoutTheListing() throws IOException {
        Path namespaces = Path.of("/proc/self/ns");
        Files.createSymbolicLink(folder.resolve("fd"), namespaces);
        assertThat(Files.size(namespaces)).isZero();
        try (Stream<Path> entries = Files.list(namespaces)) {
            assertThat(use.open()).isEqualTo(entries.count() - 1);
        }
    }

    @Test
    void open_whereThereIsAnEmptyFileInsteadOfAFolder_isUnknown() throws IOException {
        Files.createFile(folder.resolve("fd"));
        assertThat(use.open()).isEqualTo(-1);
    }

    // --- this process ---

    @Test
    @EnabledOnOs(OS.LINUX)
    void self_moreOpen_countsMore() throws IOException {
        DescriptorUse self = new DescriptorUse("/proc/self");
        long before = self.open();
        List<InputStream> open = new ArrayList<>();
        Path file = Files.createFile(folder.resolve("file"));
        for (int i = 0; i < 200; i++) open.add(Files.newInputStream(file));
        long during = self.open();
        for (InputStream in : open) in.close();
        // Others of this JVM may open and close some meanwhile.
        assertThat(during - before).isBetween(150L, 250L);
        assertThat(before).isPositive();
        assertThat(self.limit()).isGreaterThanOrEqualTo(before);
    }
}
