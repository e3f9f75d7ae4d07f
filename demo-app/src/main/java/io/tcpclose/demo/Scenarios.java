package io.tcpclose.demo;

import io.tcpclose.demo.Scenario.Play;
import io.tcpclose.demo.legal.CleanEcho;
import io.tcpclose.demo.legal.CloseUnblocksReader;
import io.tcpclose.demo.legal.DoubleClose;
import io.tcpclose.demo.legal.HalfCloseClient;
import io.tcpclose.demo.legal.HalfCloseServer;
import io.tcpclose.demo.legal.IdlePool;
import io.tcpclose.demo.legal.ServerSpeaksFirst;
import io.tcpclose.demo.legal.SharedShutdown;
import io.tcpclose.demo.legal.SlowBacklog;
import io.tcpclose.demo.misuse.AbortiveClose;
import io.tcpclose.demo.misuse.AcceptedNeverRead;
import io.tcpclose.demo.misuse.BacklogCloseWait;
import io.tcpclose.demo.misuse.CloseDiscardsUnread;
import io.tcpclose.demo.misuse.ClosedButRegistered;
import io.tcpclose.demo.misuse.CollectedWithoutClose;
import io.tcpclose.demo.misuse.ConnectionChurn;
import io.tcpclose.demo.misuse.DoneNotClosed;
import io.tcpclose.demo.misuse.EofNotClosed;
import io.tcpclose.demo.misuse.FinUnnoticed;
import io.tcpclose.demo.misuse.FinWithheld;
import io.tcpclose.demo.misuse.ForeignShutdown;
import io.tcpclose.demo.misuse.HalfCloseStuck;
import io.tcpclose.demo.misuse.IdleGrowing;
import io.tcpclose.demo.misuse.LateClose;
import io.tcpclose.demo.misuse.OpenAtExit;
import io.tcpclose.demo.misuse.OpenAtExitUnread;
import io.tcpclose.demo.misuse.OpenedNeverConnected;
import io.tcpclose.demo.misuse.OrphanFinWait2;
import io.tcpclose.demo.misuse.PeerVanished;
import io.tcpclose.demo.misuse.ShutdownInputDataLost;
import io.tcpclose.demo.misuse.UntrackedSockets;
import io.tcpclose.demo.misuse.UseAfterClose;
import io.tcpclose.demo.misuse.UseAfterShutdown;
import io.tcpclose.demo.misuse.WriteAfterFin;
import io.tcpclose.demo.misuse.WriteAfterFinUnnoticed;
import io.tcpclose.demo.misuse.WriteToDeadPeer;
import java.util.List;
import java.util.Optional;

/** Every scenario, in the order in which they are played. */
final class Scenarios {
    static final List<Scenario> ALL = List.of(
            misuse(
                    "eof-not-closed",
                    9,
                    "A Socket is read to the peer's FIN (-1) and forgotten: CLOSE_WAIT.",
                    EofNotClosed::play),
            misuse(
                    "fin-unnoticed",
                    7,
                    "A Socket lies idle, its peer has sent FIN, and nobody reads it: CLOSE_WAIT without notice.",
                    FinUnnoticed::play),
            misuse(
                    "done-not-closed",
                    8,
                    "An AsynchronousSocketChannel has read EOF and shut its output down, and keeps the descriptor.",
                    DoneNotClosed::play),
            misuse(
                    "half-close-stuck",
                    6,
                    "A SocketChannel sends its FIN to a peer that never answers and nobody waits: FIN_WAIT_2.",
                    HalfCloseStuck::play),
            misuse(
                    "peer-vanished",
                    12,
                    "A Socket has written to a peer whose machine is gone, and waits.",
                    PeerVanished::play),
            misuse(
                    "accepted-never-read",
                    6,
                    "A Socket is accepted, its client has sent a request, and nobody ever reads it.",
                    AcceptedNeverRead::play),
            misuse(
                    "backlog-close-wait",
                    6,
                    "A ServerSocket accepts nobody, and its clients give up: CLOSE_WAIT without an owner.",
                    BacklogCloseWait::play),
            misuse(
                    "closed-but-registered",
                    12,
                    "A SocketChannel is closed while registered, and its Selector never selects again.",
                    ClosedButRegistered::play),
            misuse(
                    "collected-without-close",
                    2,
                    "A SocketChannel is dropped and garbage-collected: its descriptor is lost.",
                    CollectedWithoutClose::play),
            misuse(
                    "opened-never-connected",
                    5,
                    "A SocketChannel is opened and never connected.",
                    OpenedNeverConnected::play),
            misuse(
                    "write-after-fin",
                    1,
                    "A Socket reads EOF and goes on writing until the peer's RST breaks the pipe.",
                    WriteAfterFin::play),
            misuse(
                    "write-after-fin-unnoticed",
                    3,
                    "A Socket that has lain idle is written to, and the peer had sent its FIN meanwhile.",
                    WriteAfterFinUnnoticed::play),
            misuse(
                    "write-to-dead-peer",
                    3,
                    "A SocketChannel that was reset is written to again and again, each error ignored.",
                    WriteToDeadPeer::play),
            misuse(
                    "use-after-close",
                    1,
                    "A Socket is closed and then written to by the same thread.",
                    UseAfterClose::play),
            misuse("use-after-shutdown", 1, "A Socket shuts its output down and then writes.", UseAfterShutdown::play),
            misuse(
                    "close-discards-unread",
                    1,
                    "A Socket is closed with bytes unread: the peer gets RST.",
                    CloseDiscardsUnread::play),
            misuse(
                    "shutdown-input-data-lost",
                    2,
                    "A Socket shuts its input down, and the peer goes on sending.",
                    ShutdownInputDataLost::play),
            misuse(
                    "abortive-close",
                    1,
                    "A SocketChannel is closed with SO_LINGER 0: RST in place of FIN.",
                    AbortiveClose::play),
            misuse(
                    "late-close",
                    5,
                    "An AsynchronousSocketChannel reads EOF and is closed long after the peer's FIN.",
                    LateClose::play),
            misuse(
                    "idle-growing",
                    12,
                    "One more Socket to the same endpoint every 200 ms, and none is ever used.",
                    IdleGrowing::play),
            misuse(
                    "connection-churn",
                    8,
                    "A new Socket for every small exchange, more than 50 a second, each closed by us.",
                    ConnectionChurn::play),
            misuse(
                    "fin-withheld",
                    4,
                    "A SocketChannel is closed while a child process holds the same socket: no FIN is sent.",
                    FinWithheld::play),
            misuse(
                    "foreign-shutdown",
                    4,
                    "A child process that holds the same socket shuts its output down.",
                    ForeignShutdown::play),
            misuse(
                    "orphan-fin-wait-2",
                    6,
                    "A Socket is closed, and its peer never closes: FIN_WAIT_2 without a descriptor.",
                    OrphanFinWait2::play),
            misuse(
                    "untracked-sockets",
                    6,
                    "A connection is made past all classes of the JDK, as native code makes it.",
                    UntrackedSockets::play),
            misuse(
                    "open-at-exit",
                    1,
                    "An AsynchronousSocketChannel is used well and still open when the JVM exits.",
                    OpenAtExit::play),
            misuse(
                    "open-at-exit-unread",
                    1,
                    "A Socket is still open when the JVM exits, and bytes wait in it.",
                    OpenAtExitUnread::play),
            legal(
                    "legal-half-close-client",
                    1,
                    "A SocketChannel sends its request and FIN, reads the answer to EOF and closes.",
                    HalfCloseClient::play),
            legal(
                    "legal-half-close-server",
                    10,
                    "An accepted Socket has read EOF and streams its answer long after, then closes.",
                    HalfCloseServer::play),
            legal("clean-echo-socket", 1, "A Socket has its message echoed and closes.", CleanEcho::socket),
            legal("clean-echo-channel", 1, "A SocketChannel has its message echoed and closes.", CleanEcho::channel),
            legal(
                    "clean-echo-async",
                    1,
                    "An AsynchronousSocketChannel has its message echoed and closes.",
                    CleanEcho::async),
            legal(
                    "clean-echo-selector",
                    1,
                    "A SocketChannel in a Selector has its message echoed, closes, and its Selector runs on.",
                    CleanEcho::selector),
            legal("double-close", 1, "A Socket is closed twice.", DoubleClose::play),
            legal(
                    "close-unblocks-reader",
                    1,
                    "A Socket is closed to wake the thread that is blocked reading it.",
                    CloseUnblocksReader::play),
            legal(
                    "legal-shutdown-shared",
                    3,
                    "A SocketChannel that a child holds too is shut down and closed: the FIN goes out all the same.",
                    SharedShutdown::play),
            legal(
                    "legal-slow-backlog",
                    6,
                    "A ServerSocket accepts late, while its client still waits.",
                    SlowBacklog::play),
            legal(
                    "legal-server-speaks-first",
                    6,
                    "An accepted Socket has greeted its client, which says nothing, so nothing is read.",
                    ServerSpeaksFirst::play),
            legal("idle-pool", 8, "Four Sockets wait idle for their next exchange; the peer lives.", IdlePool::play));

    private Scenarios() {}

    static Optional<Scenario> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }

    private static Scenario misuse(String name, int holdSeconds, String summary, Play play) {
        return new Scenario(name, true, holdSeconds, summary, play);
    }

    private static Scenario legal(String name, int holdSeconds, String summary, Play play) {
        return new Scenario(name, false, holdSeconds, summary, play);
    }
}
