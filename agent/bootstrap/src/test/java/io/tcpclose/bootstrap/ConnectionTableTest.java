package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTableTest {
    private static final int LAST = 4 * 1024 * 1024 - 1;

    @AfterEach
    void clear() {
        ConnectionTable.clear();
    }

    private static Connection connection(int fd) {
        return new Connection(new FileDescriptor(), fd, fd, 0, null);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, LAST})
    void at_registered_isFound(int fd) {
        Connection c = connection(fd);
        assertThat(ConnectionTable.put(fd, c)).isTrue();
        assertThat(ConnectionTable.at(fd)).isSameAs(c);
        assertThat(ConnectionTable.holds(c)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, LAST + 1, Integer.MAX_VALUE})
    void at_numberBeyondTheTable_isRefusedAndNotFound(int fd) {
        Connection c = connection(fd);
        assertThat(ConnectionTable.put(fd, c)).isFalse();
        assertThat(ConnectionTable.at(fd)).isNull();
        assertThat(ConnectionTable.remove(fd, c)).isFalse();
        assertThat(ConnectionTable.holds(c)).isFalse();
    }

    @Test
    void at_neighboursInAChunk_areNotMixedUp() {
        Connection c = connection(70);
        ConnectionTable.put(70, c);
        assertThat(ConnectionTable.at(69)).isNull();
        assertThat(ConnectionTable.at(71)).isNull();
        assertThat(ConnectionTable.at(70 + 1024)).isNull();
    }

    @Test
    void remove_anotherObjectUnderTheNumber_leavesIt() {
        Connection first = connection(9);
        Connection second = connection(9);
        ConnectionTable.put(9, first);
        ConnectionTable.put(9, second);
        assertThat(ConnectionTable.remove(9, first)).isFalse();
        assertThat(ConnectionTable.at(9)).isSameAs(second);
        assertThat(ConnectionTable.remove(9, second)).isTrue();
        assertThat(ConnectionTable.at(9)).isNull();
        assertThat(ConnectionTable.remove(9, second)).isFalse();
    }

    @Test
    void putIfFree_taken_leavesTheFirst() {
        Connection first = connection(9);
        assertThat(ConnectionTable.putIfFree(9, first)).isTrue();
        assertThat(ConnectionTable.putIfFree(9, connection(9))).isFalse();
        assertThat(ConnectionTable.at(9)).isSameAs(first);
        assertThat(ConnectionTable.putIfFree(LAST + 1, first)).isFalse();
    }

    @Test
    void forEach_marksOfOthers_areLeftOut() {
        Connection low = connection(3);
        Connection high = connection(5000);
        ConnectionTable.put(3, low);
        ConnectionTable.put(4, Tracing.NOT_OURS);
        ConnectionTable.put(5000, high);
        List<Connection> visited = new ArrayList<>();
        ConnectionTable.forEach(visited::add);
        assertThat(visited).containsExactly(low, high);
    }

    /** All threads meet at each new chunk: whoever makes it, nobody's entry may be lost in the loser's chunk. */
    @Test
    void put_concurrentlyIntoNewChunks_losesNone() throws Exception {
        int threads = 4;
        int chunks = 200;
        CyclicBarrier together = new CyclicBarrier(threads);
        List<Thread> running = new ArrayList<>();
        Set<Connection> registered = java.util.Collections.synchronizedSet(new HashSet<>());
        for (int t = 0; t < threads; t++) {
            int number = t;
            Thread thread = new Thread(() -> {
                for (int chunk = 0; chunk < chunks; chunk++) {
                    await(together);
                    // the last slots of one chunk and the first of the next
                    int fd = (chunk + 1) * 1024 - threads / 2 + number;
                    Connection c = connection(fd);
                    if (ConnectionTable.put(fd, c)) registered.add(c);
                }
            });
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) thread.join();
        assertThat(registered).hasSize(threads * chunks);
        assertThat(registered).allMatch(ConnectionTable::holds);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
