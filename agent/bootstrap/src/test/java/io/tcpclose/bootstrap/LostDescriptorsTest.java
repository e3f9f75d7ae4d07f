package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@link Connection#clear()} is what the collector does once nobody can reach the channel any more. */
@EnabledOnOs(OS.LINUX)
class LostDescriptorsTest {

    @RegisterExtension
    final Hearing heard = new Hearing();

    private Loopback pair;
    private Connection c;

    @BeforeEach
    void connect() throws IOException {
        pair = Loopback.client();
        c = pair.connection();
        LifecycleHooks.localAddress(pair.descriptor, (InetSocketAddress) pair.near.getLocalAddress());
    }

    @AfterEach
    void disconnect() {
        pair.close();
    }

    @Test
    void collected_open_isStillAsked() throws IOException {
        c.clear();
        assertThat(LostDescriptors.of(c)).isNotNull();
        assertThat(KernelCalls.info(c) & 0xff).isEqualTo(KernelCalls.ESTABLISHED);
        assertThat(KernelCalls.ready(c)).isZero();
        pair.arrive(11);
        assertThat(KernelCalls.unread(c)).isEqualTo(11);
    }

    @Test
    void collected_finOfThePeer_isTold() throws IOException {
        c.clear();
        pair.finArrives();
        assertThat(KernelCalls.info(c) & 0xff).isEqualTo(KernelCalls.CLOSE_WAIT);
        assertThat(KernelCalls.isInCloseWait(c, KernelCalls.ready(c))).isTrue();
        assertThat(KernelCalls.ready(c)).isEqualTo(KernelCalls.POLLIN | KernelCalls.POLLRDHUP);
    }

    @Test
    void collected_ownFin_isTold() throws IOException {
        pair.near.shutdownOutput();
        c.clear();
        Loopback.await(() -> (KernelCalls.info(c) & 0xff) == KernelCalls.FIN_WAIT_2);
        assertThat(KernelCalls.ownFinIsOut(c)).isTrue();
    }

    @Test
    void collected_reset_isNoLongerConnectedAndUnknown() throws IOException {
        c.clear();
        pair.resetArrives();
        assertUnknown("getpeername fails");
    }

    @Test
    void collected_numberOfNoDescriptor_isUnknown() throws IOException {
        c.clear();
        pair.near.close();
        assertUnknown("closed behind the hooks");
    }

    @Test
    void collected_neverConnected_isUnknown() {
        c.clear(Connection.CONNECTED);
        c.clear();
        assertUnknown("no connection to compare with");
    }

    @Test
    void collected_outOfTheTable_isUnknown() {
        ConnectionTable.remove(c.fd, c);
        c.clear();
        assertUnknown("left the table");
    }

    @Test
    void collected_anotherLocalPort_isAnothersNumber() {
        c.localPort(c.localPort() ^ 1);
        c.clear();
        assertUnknown("another client port");
    }

    @Test
    void collected_anotherRemotePort_isAnothersNumber() {
        c.remotePort(c.remotePort() ^ 1);
        c.clear();
        assertUnknown("another server");
    }

    /** The record of one connection under the number of another, whose own record nobody made. */
    @Test
    void collected_numberLeadsToAnotherConnection_isUnknown() throws IOException {
        try (Loopback other = Loopback.untraced()) {
            LifecycleHooks.opened(other.descriptor, true);
            Connection stray = other.connection();
            LifecycleHooks.connecting(other.descriptor, c.remoteAddress(), c.remotePort());
            LifecycleHooks.connectResult(other.descriptor, true, null);
            LifecycleHooks.localAddress(other.descriptor, (InetSocketAddress) pair.near.getLocalAddress());
            other.finArrives();
            assertThat(KernelCalls.info(stray) & 0xff).as("with its object").isEqualTo(KernelCalls.CLOSE_WAIT);
            stray.clear();
            assertUnknown("the FIN is the other's", stray);
        }
    }

    private void assertUnknown(String why) {
        assertUnknown(why, c);
    }

    private static void assertUnknown(String why, Connection c) {
        assertThat(LostDescriptors.of(c)).as(why).isNull();
        assertThat(KernelCalls.info(c)).as(why).isZero();
        assertThat(KernelCalls.ready(c)).as(why).isEqualTo(-1);
        assertThat(KernelCalls.unread(c)).as(why).isEqualTo(-1);
    }
}
