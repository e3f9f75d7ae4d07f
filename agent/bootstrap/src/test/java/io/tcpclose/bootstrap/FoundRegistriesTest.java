package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoundRegistriesTest {
    private static final int MAX = 32;

    @BeforeEach
    void forget() throws ReflectiveOperationException {
        Field field = FoundRegistries.class.getDeclaredField("SEEN");
        field.setAccessible(true);
        AtomicReferenceArray<?> seen = (AtomicReferenceArray<?>) field.get(null);
        for (int i = 0; i < seen.length(); i++) seen.set(i, null);
    }

    private static List<Object> see(int many) {
        List<Object> registries = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            // Equal, but not the same.
            registries.add(new ArrayList<>());
            FoundRegistries.seen(registries.get(i));
        }
        return registries;
    }

    private static boolean isSame(List<Object> all, List<Object> registries) {
        if (all.size() != registries.size()) return false;
        for (int i = 0; i < all.size(); i++) if (all.get(i) != registries.get(i)) return false;
        return true;
    }

    @Test
    void registries_seen_areThereByIdentity() {
        List<Object> registries = see(3);
        assertThat(isSame(FoundRegistries.all(), registries)).isTrue();
    }

    @Test
    void registry_seenAgain_isThereOnce() {
        List<Object> registries = see(3);
        for (int i = 0; i < 1_000; i++) FoundRegistries.seen(registries.get(i % 3));
        assertThat(isSame(FoundRegistries.all(), registries)).isTrue();
    }

    @Test
    void nothing_isNoRegistry() {
        FoundRegistries.seen(null);
        assertThat(FoundRegistries.all()).isEmpty();
    }

    @Test
    void registries_tooMany_areLeftOut() {
        List<Object> registries = see(MAX + 5);
        assertThat(isSame(FoundRegistries.all(), registries.subList(0, MAX))).isTrue();
    }

    @Test
    void registries_thatAreGone_makeRoom() {
        List<Object> kept = see(1);
        forgotten(MAX - 1);
        collect();
        assertThat(isSame(FoundRegistries.all(), kept)).isTrue();
        List<Object> next = see(MAX - 1);
        List<Object> all = new ArrayList<>(kept);
        all.addAll(next);
        assertThat(isSame(FoundRegistries.all(), all)).isTrue();
    }

    private static void forgotten(int many) {
        assertThat(see(many)).hasSize(many);
    }

    private static void collect() {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        while (canary.get() != null) System.gc();
    }

    @Test
    void registry_seenByManyThreads_isThere() throws InterruptedException {
        Object registry = new Object();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) threads.add(new Thread(() -> FoundRegistries.seen(registry)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) thread.join();
        assertThat(FoundRegistries.all()).isNotEmpty().allMatch(seen -> seen == registry);
    }
}
