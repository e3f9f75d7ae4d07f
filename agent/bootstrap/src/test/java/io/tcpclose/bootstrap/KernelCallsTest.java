package io.tcpclose.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class KernelCallsTest {
    /** Their poll(2) has other bits, and none for a half-close. */
    @ParameterizedTest
    @ValueSource(strings = {"Mac OS X", "FreeBSD", "AIX", "Windows 11", "linux"})
    void poll_elsewhere_isNotRead(String osName) {
        assertThat(KernelCalls.isPollKnown(osName)).isFalse();
        assertThat(KernelCalls.isPollKnown("Linux")).isTrue();
    }

    @Test
    void privateMember_thatIsNotThere_isNamedOnce() {
        assertThat(PrivateLinks.offset(String.class, "noSuchField")).isEqualTo(PrivateLinks.NONE);
        assertThat(PrivateLinks.offset(String.class, "noSuchField", "value")).isNotEqualTo(PrivateLinks.NONE);
        assertThat(KernelCalls.find("noSuchCall", int.class)).isNull();
        assertThat(KernelCalls.find("noSuchCall", int.class)).isNull();
        assertThat(PrivateLinks.missing()).containsOnlyOnce("String.noSuchField", "Net.noSuchCall");
    }

    @Test
    void descriptor_withNumber_hasIt() {
        assertThat(Descriptors.number(Descriptors.withNumber(4711))).isEqualTo(4711);
    }

    private static final int FIN = KernelCalls.POLLIN | KernelCalls.POLLRDHUP;

    @RegisterExtension
    final Hearing heard = new Hearing();

    private Loopback pair;
    private Connection c;

    @BeforeEach
    void connect() {
        pair = Loopback.client();
        c = pair.connection();
    }

    @AfterEach
    void disconnect() {
        pair.close();
    }

    private int state() {
        return KernelCalls.info(c) & 0xff;
    }

    /** Our FIN, and the peer's kernel has acknowledged it. */
    private void ownFin() throws IOException {
        pair.near.shutdownOutput();
        Loopback.await(() -> state() != KernelCalls.ESTABLISHED && state() != KernelCalls.FIN_WAIT_1);
    }

    @Test
    void questions_onLinux_canAllBeAsked() {
        assertThat(KernelCalls.hasPoll()).isTrue();
        assertThat(KernelCalls.hasUnread()).isTrue();
        assertThat(KernelCalls.hasTcpInfo()).isTrue();
    }

    @Test
    void open_isEstablishedWithNothingToTell() {
        assertThat(state()).isEqualTo(1);
        assertThat(KernelCalls.ready(c)).isZero();
        assertThat(KernelCalls.unread(c)).isZero();
        assertThat(KernelCalls.isInCloseWait(c, KernelCalls.ready(c))).isFalse();
        assertThat(KernelCalls.ownFinIsOut(c)).isFalse();
    }

    @Test
    void data_unread_isCountedAndNotTakenOut() throws IOException {
        pair.arrive(17);
        assertThat(KernelCalls.ready(c)).isEqualTo(KernelCalls.POLLIN);
        assertThat(KernelCalls.unread(c)).isEqualTo(17);
        assertThat(KernelCalls.unread(c)).as("asked again").isEqualTo(17);
        assertThat(pair.near.read(ByteBuffer.allocate(5))).isEqualTo(5);
        assertThat(KernelCalls.unread(c)).isEqualTo(12);
        assertThat(state()).isEqualTo(1);
    }

    @Test
    void fin_ofThePeer_isCloseWait() throws IOException {
        pair.finArrives();
        assertThat(state()).isEqualTo(8);
        assertThat(KernelCalls.ready(c)).isEqualTo(FIN);
        assertThat(KernelCalls.unread(c)).isZero();
        assertThat(KernelCalls.isInCloseWait(c, KernelCalls.ready(c))).isTrue();
        assertThat(KernelCalls.ownFinIsOut(c)).isFalse();
    }

    @Test
    void fin_behindUnreadData_isSeenAllTheSame() throws IOException {
        pair.arrive(9);
        pair.finArrives();
        assertThat(state()).isEqualTo(8);
        assertThat(KernelCalls.ready(c)).isEqualTo(FIN);
        assertThat(KernelCalls.unread(c)).isEqualTo(9);
    }

    @Test
    void fin_ofOurOwn_isFinWait2() throws IOException {
        ownFin();
        assertThat(state()).isEqualTo(5);
        assertThat(KernelCalls.ready(c)).isZero();
        assertThat(KernelCalls.ownFinIsOut(c)).isTrue();
        assertThat(KernelCalls.isInCloseWait(c, KernelCalls.ready(c))).isFalse();
    }

    @Test
    void fin_ofBoth_isHupAndNeitherHalfOpen() throws IOException {
        ownFin();
        pair.finArrives();
        assertThat(KernelCalls.ready(c)).isEqualTo(FIN | KernelCalls.POLLHUP);
        assertThat(KernelCalls.ownFinIsOut(c)).isFalse();
        assertThat(KernelCalls.isInCloseWait(c, KernelCalls.ready(c))).isFalse();
    }

    @Test
    void reset_isCloseInError() throws IOException {
        pair.resetArrives();
        assertThat(state()).isEqualTo(KernelCalls.CLOSE);
        assertThat(KernelCalls.ready(c)).isEqualTo(FIN | KernelCalls.POLLHUP | KernelCalls.POLLERR);
        assertThat(KernelCalls.isInCloseWait(c, KernelCalls.ready(c))).isFalse();
    }

    @Test
    void reset_askedForManyTimes_isStillThereForTheReader() throws IOException {
        pair.resetArrives();
        for (int i = 0; i < 3; i++) {
            KernelCalls.ready(c);
            KernelCalls.info(c);
            KernelCalls.unread(c);
        }
        assertThat(KernelCalls.ready(c) & KernelCalls.POLLERR)
                .as("SO_ERROR was not taken")
                .isNotZero();
    }

    @Test
    void closed_isUnknown() {
        pair.closes();
        assertUnknown();
        pair.close();
        assertUnknown();
    }

    @Test
    void preClosed_isUnknownAlthoughTheNumberIsTaken() throws IOException {
        pair.arrive(3);
        CloseHooks.preClose(pair.descriptor);
        assertThat(ConnectionTable.holds(c)).isTrue();
        assertUnknown();
    }

    @Test
    void number_givenToAnother_isUnknown() {
        LifecycleHooks.opened(pair.descriptor, true);
        assertThat(ConnectionTable.holds(c)).isFalse();
        assertUnknown();
    }

    @Test
    void closed_behindTheHooks_isUnknown() throws IOException {
        pair.near.close();
        assertThat(ConnectionTable.holds(c)).isTrue();
        assertUnknown();
    }

    private void assertUnknown() {
        assertThat(KernelCalls.ready(c)).isEqualTo(-1);
        assertThat(KernelCalls.unread(c)).isEqualTo(-1);
        assertThat(KernelCalls.info(c)).isZero();
        assertThat(KernelCalls.isInCloseWait(c, KernelCalls.ready(c))).isFalse();
        assertThat(KernelCalls.ownFinIsOut(c)).isFalse();
    }
}
