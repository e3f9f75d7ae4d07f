package io.tcpclose.it.rule;

import static io.tcpclose.it.app.Wire.ANY_PORT;
import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Kind;
import io.tcpclose.it.app.Legal;
import io.tcpclose.it.app.Misuse;
import io.tcpclose.it.app.RawSocket;
import io.tcpclose.it.app.Rule;
import io.tcpclose.it.app.Wire;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** TCP sockets of this process that nothing woven has opened; whatever else has a descriptor is none. */
@Rule(
        id = "untracked-sockets",
        severity = "info",
        namesCode = false,
        empty = {
            @Rule.Empty(kind = Kind.ACCEPTED, why = "native code has no kinds: one is enough"),
            @Rule.Empty(kind = Kind.CHANNEL, why = "native code has no kinds: one is enough"),
            @Rule.Empty(kind = Kind.SELECTOR, why = "native code has no kinds: one is enough"),
            @Rule.Empty(kind = Kind.ASYNC, why = "native code has no kinds: one is enough"),
            @Rule.Empty(kind = Kind.TLS, why = "native code has no kinds: one is enough")
        })
final class UntrackedSockets {
    private static final int RAW = 3;
    private static final int TRACKED = 100;

    @Misuse(Kind.SOCKET)
    void openedAroundTheJdk(Wire wire) throws Exception {
        InetSocketAddress address = wire.address("drain");
        for (int i = 0; i < RAW; i++) {
            int local = RawSocket.connect(address);
            wire.untracked(local, address.getPort());
            wire.claim(local, address.getPort(), "ESTABLISHED");
        }
    }

    @Legal(Kind.SOCKET)
    void trackedAndOfOtherKinds(Wire wire) throws Exception {
        int port = wire.peer("drain close");
        for (int i = 0; i < TRACKED; i++) {
            End end = wire.open(new Socket(HOST, port));
            wire.claim(end, "ESTABLISHED");
        }
        wire.keep(new ServerSocket(0));
        wire.keep(ServerSocketChannel.open().bind(ANY_PORT));
        wire.keep(AsynchronousServerSocketChannel.open().bind(ANY_PORT));
        wire.keep(Pipe.open());
        wire.keep(new DatagramSocket());
        wire.keep(DatagramChannel.open().bind(ANY_PORT));
        unixDomain(wire);
        wire.hold();
    }

    private static void unixDomain(Wire wire) throws Exception {
        Path folder = Files.createTempDirectory("tcpclose-it");
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        wire.keep(listener.bind(address));
        wire.keep(SocketChannel.open(address));
        wire.keep(listener.accept());
        Path file = folder.resolve("file");
        wire.keep(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        Files.delete(address.getPath());
        Files.delete(file);
        Files.delete(folder);
    }
}
