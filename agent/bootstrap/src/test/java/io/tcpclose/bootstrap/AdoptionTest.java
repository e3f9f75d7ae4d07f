package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A late attach asks the kernel what a descriptor is; elsewhere than on Linux it takes in nothing. */
@EnabledOnOs(OS.LINUX)
class AdoptionTest {
    @RegisterExtension
    final Hearing heard = new Hearing();

    @BeforeEach
    void attachLate() {
        Tracing.start(heard, 2, 262_144, true);
        assertThat(Adoption.isPossible()).isTrue();
    }

    @Test
    void connectedTcp_metByARead_isTakenInWithItsEndsAndNoHistory() throws IOException {
        long opened = Tracing.opened();
        try (Loopback pair = Loopback.untraced()) {
            pair.read(5);
            Connection c = pair.connection();
            assertThat(heard.events()).containsExactly(SocketEvent.ADOPTED);
            assertThat(c.has(Connection.ADOPTED)).isTrue();
            assertThat(c.has(Connection.CONNECTED)).isTrue();
            assertThat(c.role).isEqualTo(Role.UNKNOWN);
            assertThat(c.openedTrace).as("who read it did not open it").isNull();
            assertThat(c.bytesRead()).isEqualTo(5);
            assertThat(c.localPort()).isEqualTo(pair.near.socket().getLocalPort());
            assertThat(c.remotePort()).isEqualTo(pair.near.socket().getPort());
            assertThat(Tracing.opened()).isEqualTo(opened + 1);
            pair.closes();
            assertThat(heard.events()).endsWith(SocketEvent.CLOSE, SocketEvent.CLOSED);
        }
    }

    @Test
    void otherDescriptors_areNotOursAndAskedOnce(@TempDir Path directory) throws IOException {
        Pipe pipe = Pipe.open();
        try (DatagramChannel datagram = DatagramChannel.open();
                ServerSocketChannel listening = ServerSocketChannel.open().bind(null);
                SocketChannel unconnected = SocketChannel.open();
                FileOutputStream file =
                        new FileOutputStream(directory.resolve("f").toFile())) {
            isNotOurs(Objects.requireNonNull(Descriptors.of(pipe.source())));
            isNotOurs(Objects.requireNonNull(Descriptors.of(pipe.sink())));
            isNotOurs(Objects.requireNonNull(Descriptors.of(datagram)));
            isNotOurs(Objects.requireNonNull(Descriptors.of(listening)));
            isNotOurs(Objects.requireNonNull(Descriptors.of(unconnected)));
            isNotOurs(file.getFD());
        }
        pipe.source().close();
        pipe.sink().close();
        assertThat(heard.events()).isEmpty();
    }

    private static void isNotOurs(FileDescriptor descriptor) {
        int fd = ConnectionTable.number(descriptor);
        assertThat(SocketHooks.readEnter(descriptor)).isNull();
        assertThat(ConnectionTable.at(fd)).isSameAs(Tracing.NOT_OURS);
        assertThat(SocketHooks.writeEnter(descriptor, 0, 0, 0)).isNull();
        CloseHooks.release(descriptor);
        assertThat(ConnectionTable.at(fd))
                .as("the next owner of the number is asked anew")
                .isNull();
    }

    @Test
    void invalidDescriptor_isLeftAlone() {
        assertThat(SocketHooks.readEnter(new FileDescriptor())).isNull();
        assertThat(HookErrors.total()).isZero();
    }

    /** The JDK asks a descriptor for its address while it accepts it, before the accept is told. */
    @Test
    void accepted_afterTheAttach_isNotTakenForAnOldOne() throws IOException {
        long opened = Tracing.opened();
        try (Loopback pair = Loopback.untraced()) {
            InetSocketAddress local = (InetSocketAddress) pair.near.getLocalAddress();
            LifecycleHooks.localAddress(pair.descriptor, local);
            LifecycleHooks.accepted(pair.descriptor, pair.near.getRemoteAddress(), local, Kind.CHANNEL);
            assertThat(heard.events()).containsExactly(SocketEvent.ACCEPTED);
            assertThat(Tracing.opened()).isEqualTo(opened + 1);
            assertThat(pair.connection().localPort()).isEqualTo(local.getPort());
            pair.closes();
        }
    }

    @Test
    void numberNotOurs_reusedByAConnect_isTracked() {
        try (Loopback pair = Loopback.untraced()) {
            ConnectionTable.put(ConnectionTable.number(pair.descriptor), Tracing.NOT_OURS);
            LifecycleHooks.opened(pair.descriptor, true);
            assertThat(pair.connection().has(Connection.ADOPTED)).isFalse();
            assertThat(heard.events()).containsExactly(SocketEvent.OPENED);
        }
    }

    /** A reader and a writer are often inside the same socket when the agent comes. */
    @Test
    void twoThreads_meetingItAtOnce_takeItInOnce() throws InterruptedException {
        int rounds = 200;
        long opened = Tracing.opened();
        int tracked = Tracing.TRACKED.get();
        for (int i = 0; i < rounds; i++) {
            try (Loopback pair = Loopback.untraced()) {
                CountDownLatch go = new CountDownLatch(1);
                Thread reader = meeting(go, () -> pair.read(1));
                Thread writer = meeting(go, () -> pair.write(1));
                go.countDown();
                reader.join();
                writer.join();
                assertThat(pair.connection().bytesRead()).isEqualTo(1);
                assertThat(pair.connection().bytesWritten()).isEqualTo(1);
                CloseHooks.release(pair.descriptor);
            }
        }
        assertThat(Tracing.opened()).isEqualTo(opened + rounds);
        assertThat(Tracing.TRACKED.get()).isEqualTo(tracked);
    }

    private static Thread meeting(CountDownLatch go, Runnable use) {
        Thread thread = new Thread(() -> {
            while (go.getCount() > 0) Thread.onSpinWait();
            use.run();
        });
        thread.start();
        return thread;
    }
}
