package io.tcpclose.agent.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the kernel's own lists: who has accepted a connection, and who has not. */
class UnixSocketsTest {
    private static final String NAME = "it.sock.tmp";

    private final JvmProcess self =
            Machine.here().process(ProcessHandle.current().pid());

    @Test
    void connection_isThatOfTheProcessThatHasAcceptedIt(@TempDir Path folder) throws IOException {
        Path renamed = folder.resolve("it.sock");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(folder.resolve(NAME)));
            Files.move(folder.resolve(NAME), renamed);
            assertThat(UnixSockets.isListening(self, NAME)).isTrue();
            assertThat(UnixSockets.isListening(self, "sock.tmp")).isFalse();
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(renamed))) {
                assertThat(UnixSockets.hasAccepted(self, NAME))
                        .as("in the backlog")
                        .isFalse();
                try (SocketChannel accepted = listener.accept()) {
                    assertThat(accepted.isConnected() && client.isConnected()).isTrue();
                    assertThat(UnixSockets.hasAccepted(self, NAME)).isTrue();
                    assertThat(UnixSockets.hasAccepted(Machine.here().process(1), NAME))
                            .isFalse();
                }
            }
        }
        assertThat(UnixSockets.isListening(self, NAME)).isFalse();
    }
}
