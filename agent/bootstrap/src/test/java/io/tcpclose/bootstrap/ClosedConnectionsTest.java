package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosedConnectionsTest {
    @Test
    void closedLast_areFound() {
        List<FileDescriptor> last = new ArrayList<>();
        for (int i = 0; i < 8; i++) last.add(closed());
        assertThat(last).allSatisfy(descriptor -> assertThat(ClosedConnections.find(descriptor))
                .isNotNull()
                .satisfies(c -> assertThat(c.refersTo(descriptor)).isTrue()));
    }

    @Test
    void closedLongAgo_isForgottenAndNoOtherTakenForIt() {
        FileDescriptor old = closed();
        for (int i = 0; i < 200_000; i++) closed();
        assertThat(ClosedConnections.find(old)).isNull();
        assertThat(ClosedConnections.find(new FileDescriptor())).isNull();
    }

    private static FileDescriptor closed() {
        FileDescriptor descriptor = new FileDescriptor();
        ClosedConnections.add(descriptor, new Connection(descriptor, 1, 1, 0, null));
        return descriptor;
    }
}
