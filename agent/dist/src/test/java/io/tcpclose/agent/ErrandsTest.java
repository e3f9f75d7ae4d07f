package io.tcpclose.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ErrandsTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(30);

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final Errands errands = new Errands("errands", 3, leftOut -> done.add(leftOut + " left out"));
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);

    private static long soon() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    }

    private void block() {
        try {
            begun.countDown();
            blocked.await();
            done.add("blocked");
        } catch (InterruptedException e) {
            done.add("interrupted");
        }
    }

    private boolean add(String name) {
        return errands.add(() -> done.add(name), 1);
    }

    @Test
    void areDoneInOrder() {
        assertThat(add("a") && add("b") && add("c")).isTrue();
        assertThat(errands.await(System.nanoTime() + LONG)).isTrue();
        assertThat(done).containsExactly("a", "b", "c");
    }

    @Test
    void behindOneThatBlocks_waitWhileThereIsRoom_andTheOthersAreCounted() throws InterruptedException {
        errands.add(this::block, 1);
        begun.await();
        assertThat(add("a") && add("b")).isTrue();
        assertThat(add("c") || add("d")).isFalse();
        assertThat(errands.await(soon())).isFalse();
        assertThat(errands.leftOut()).isEqualTo(2);
        blocked.countDown();
        assertThat(errands.await(System.nanoTime() + LONG)).isTrue();
        assertThat(done).containsExactly("blocked", "a", "b", "2 left out");
    }

    @Test
    void afterOneThatThrows_goOn() {
        errands.add(
                () -> {
                    throw new AssertionError("this is what the test is about");
                },
                1);
        add("a");
        assertThat(errands.await(System.nanoTime() + LONG)).isTrue();
        assertThat(done).containsExactly("a");
    }

    @Test
    void oneThatBlocks_canBeInterrupted_andTheNextIsDone() throws InterruptedException {
        errands.add(this::block, 1);
        begun.await();
        errands.interrupt();
        add("a");
        assertThat(errands.await(System.nanoTime() + LONG)).isTrue();
        assertThat(done).containsExactly("interrupted", "a");
    }

    @Test
    void threadEnds_whenNothingIsLeft_andComesBack() throws InterruptedException {
        add("a");
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals("errands"))) TimeUnit.MILLISECONDS.sleep(20);
        add("b");
        assertThat(errands.await(System.nanoTime() + LONG)).isTrue();
        assertThat(done).containsExactly("a", "b");
    }
}
