package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How many connections may be watched depends on a number of the kernel's, and on nothing less than all of its digits. */
class FinWatcherLimitTest {
    @Test
    void everyDigitOfTheLimitIsRead() throws IOException, InterruptedException {
        Process cat = new ProcessBuilder("cat", "/proc/sys/fs/epoll/max_user_watches").start();
        String number = new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();

        assertThat(cat.waitFor()).isZero();
        assertThat(FinWatcher.limit()).isEqualTo(Integer.parseInt(number));
    }
}
