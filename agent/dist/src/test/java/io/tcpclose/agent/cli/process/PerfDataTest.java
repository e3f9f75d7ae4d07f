package io.tcpclose.agent.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The file of another user: cut off, scrambled, or nothing of the kind. */
class PerfDataTest {
    @Test
    void ownFile_tellsOfThisJvm() {
        JvmProcess self = Machine.here().process(ProcessHandle.current().pid());
        assertThat(self.isHotSpot()).isTrue();
        assertThat(self.catchesQuit()).isTrue();
        assertThat(self.refusesAttach()).isFalse();
        assertThat(self.javaVersion()).isEqualTo(System.getProperty("java.version"));
        assertThat(self.javaFeature()).isEqualTo(Runtime.version().feature());
        assertThat(self.main()).isNotEmpty();
    }

    @Test
    void noise_endsInNothing() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 32) {
                ByteBuffer.wrap(noise).putInt(0xcafec0c0).put((byte) (i & 1)).put((byte) 2);
                ByteBuffer.wrap(noise).putInt(24, (i & 1) == 0 ? 32 : 32 << 24);
            }
            assertThat(PerfData.strings(ByteBuffer.wrap(noise))).hasSizeLessThan(200);
        }
    }
}
