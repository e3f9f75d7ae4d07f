package io.tcpclose.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tcpclose.bootstrap.RealPair;
import io.tcpclose.bootstrap.Traced;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnabledOnOs(OS.LINUX)
class EPollCallsTest {

    @RegisterExtension
    final Traced traced = new Traced((connection, event, step) -> {});

    private RealPair pair;

    @BeforeEach
    void connect() {
        pair = RealPair.client();
    }

    @AfterEach
    void disconnect() throws IOException {
        pair.close();
    }

    @Test
    void calls_ofThisJdk_areThere() throws Exception {
        EPollCalls.initialise();
        int fd = pair.connection().fd;
        EPollCalls calls = new EPollCalls();
        int epoll = calls.create();
        assertThat(epoll).isNotNegative();
        assertThat(calls.control(epoll, EPollCalls.DELETE, fd, 0)).as("ENOENT").isEqualTo(2);
        assertThat(calls.control(epoll, EPollCalls.ADD, fd, 1)).isZero();
        assertThat(calls.control(epoll, EPollCalls.ADD, fd, 1)).as("EEXIST").isEqualTo(17);
        assertThat(calls.control(epoll, EPollCalls.MODIFY, fd, 1)).isZero();
        pair.dataFromPeer(1);
        long array = calls.allocate(4);
        assertThat(calls.await(epoll, array, 4, -1)).isEqualTo(1);
        assertThat(calls.descriptor(array, 0)).isEqualTo(fd);
        assertThat(calls.events(array, 0)).isEqualTo(1);
        assertThat(calls.control(epoll, EPollCalls.DELETE, fd, 0)).isZero();
    }
}
