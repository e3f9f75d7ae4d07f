package io.tcpclose.core.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.KernelCalls;
import io.tcpclose.bootstrap.Scripted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TupleMapTest {
    private static final int PORT = 8080;
    private static final int PEER = 50_000;
    private static final int OTHER = 0x0a000002;

    @RegisterExtension
    final Books books = new Books();

    private final FakeProc proc;
    private final AtomicInteger asked = new AtomicInteger();
    private final TupleMap<Connection> map = new TupleMap<>(c -> {
        asked.incrementAndGet();
        return c;
    });

    TupleMapTest(@TempDir Path folder) {
        this.proc = new FakeProc(folder);
    }

    private static Connection server(int port) {
        return Scripted.server(Books.START, port).connection();
    }

    private List<Connection> found() {
        List<Connection> found = new ArrayList<>();
        proc.net().scan(row -> found.addAll(map.of(row)));
        return found;
    }

    @Test
    void row_ofBothPortsAndThePeer_isFound() {
        Connection c = server(PORT);
        assertThat(map.add(c)).isTrue();
        assertThat(map.add(c)).as("again").isFalse();
        proc.row(KernelCalls.ESTABLISHED, PORT, PEER, 0, 1)
                .row(KernelCalls.ESTABLISHED, PORT, PEER + 1, 0, 2)
                .row(KernelCalls.ESTABLISHED, PORT + 1, PEER, 0, 3)
                .rowOf(KernelCalls.ESTABLISHED, PORT, OTHER, PEER, 0, 4);
        assertThat(found()).containsExactly(c);
    }

    @Test
    void gone_isNotFound() {
        Connection gone = server(PORT);
        Connection stays = server(PORT);
        map.add(gone);
        map.add(stays);
        map.removeIf(c -> c == gone);
        proc.row(KernelCalls.ESTABLISHED, PORT, PEER, 0, 1);
        assertThat(found()).containsExactly(stays);
        assertThat(map.all()).containsExactly(stays);
    }

    /**
     * A thousand rows and a thousand connections: each is asked when it comes, and once more by the row that is its
     * own.
     */
    @Test
    void work_isOneQuestionARow() {
        int many = FakeProc.MAX_ROWS;
        for (int i = 0; i < many; i++) map.add(server(i + 1));
        for (int i = 0; i < many; i++) proc.add(KernelCalls.ESTABLISHED, i + 1, PEER, i + 1);
        proc.write();
        assertThat(found()).hasSize(many);
        assertThat(asked).hasValue(2 * many);
    }
}
