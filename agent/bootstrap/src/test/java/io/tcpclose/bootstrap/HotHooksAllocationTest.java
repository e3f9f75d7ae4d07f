package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a read or a write pays in memory: nothing. */
class HotHooksAllocationTest {
    private static final int CALLS = 100_000;

    @RegisterExtension
    final Hearing heard = new Hearing();

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private Loopback pair;

    @BeforeEach
    void connect() {
        pair = Loopback.client();
    }

    @AfterEach
    void disconnect() {
        pair.close();
    }

    private long allocatedBy(Runnable use) {
        for (int i = 0; i < CALLS; i++) use.run();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < CALLS; i++) use.run();
        long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        return after - before;
    }

    /** A few hundred bytes may be the measurement's own; one object a call would be 1.6 MB. */
    private static final long MEASUREMENT = 1_000;

    @Test
    void readAndWrite_ofOneThread_allocateNothing() {
        assertThat(allocatedBy(() -> {
                    pair.read(64);
                    pair.write(64);
                }))
                .isLessThan(MEASUREMENT);
        assertThat(pair.connection().bytesRead()).isEqualTo(2L * CALLS * 64);
    }

    @Test
    void readAndWrite_ofAConnectionWithFlags_allocateNothing() {
        pair.read(-1);
        pair.write(1);
        assertThat(allocatedBy(() -> {
                    pair.read(-1);
                    pair.write(64);
                }))
                .isLessThan(MEASUREMENT);
    }

    @Test
    void readAndWrite_ofAnUnknownDescriptor_allocateNothing() {
        try (Loopback other = Loopback.untraced()) {
            assertThat(allocatedBy(() -> {
                        other.read(64);
                        other.write(64);
                    }))
                    .isLessThan(MEASUREMENT);
        }
    }

    @Test
    void measurement_anObjectACall_isSeen() {
        assertThat(allocatedBy(() -> pair.connection().lastUse = new LastUse(Thread.currentThread(), 0, null)))
                .isGreaterThan(16L * CALLS);
    }
}
