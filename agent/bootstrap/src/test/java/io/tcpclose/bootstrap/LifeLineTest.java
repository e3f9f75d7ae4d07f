package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LifeLineTest {
    private final Connection c = new Connection(new FileDescriptor(), 1, 1, 0, null);

    private void push(long nanos) {
        c.push(new Step(c, SocketEvent.EOF, nanos, 0, null));
    }

    private List<Long> line() {
        List<Long> line = new ArrayList<>();
        for (Step s = c.newestStep(); s != null; s = s.older()) line.add(s.nanos);
        return line;
    }

    @Test
    void push_few_keepsAllNewestFirst() {
        for (long i = 1; i <= 3; i++) push(i);
        assertThat(line()).containsExactly(3L, 2L, 1L);
    }

    @Test
    void push_many_keepsTheNewestEight() {
        for (long i = 1; i <= 100; i++) push(i);
        assertThat(line()).containsExactly(100L, 99L, 98L, 97L, 96L, 95L, 94L, 93L);
    }

    @Test
    void push_concurrently_staysBoundedAndWhole() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 20_000; i++) push(i);
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) thread.join();
        push(-1);
        assertThat(line()).hasSizeBetween(1, 8).startsWith(-1L);
        for (long i = 1; i <= 8; i++) push(i);
        assertThat(line()).containsExactly(8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void step_remembersItsThread() {
        push(1);
        Step step = Objects.requireNonNull(c.newestStep());
        assertThat(step.thread).isEqualTo(Thread.currentThread().getName());
        assertThat(step.threadId).isEqualTo((int) Thread.currentThread().getId());
    }
}
