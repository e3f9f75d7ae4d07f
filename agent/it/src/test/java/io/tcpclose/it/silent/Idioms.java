package io.tcpclose.it.silent;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Silent;
import io.tcpclose.it.app.Wire;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** What careful applications do every day. */
final class Idioms {
    @Silent
    void connectionClose_clientReadsToEof(Wire wire) throws Exception {
        try (End end = wire.open(new Socket(HOST, wire.peer("read:50 push:300 close")))) {
            end.write(50);
            end.readToEof();
        }
    }

    @Silent
    void connectionClose_serverFinishesAndDrains(Wire wire) throws Exception {
        End end = wire.open(wire.listen("push:50 drain close").accept());
        end.readFully(50);
        end.write(300);
        end.shutdownOutput();
        end.readToEof();
        end.close();
    }

    @Silent
    void closeUnblocksReader_socket(Wire wire) throws Exception {
        closeUnder(wire, wire.open(new Socket(HOST, wire.peer("drain close"))));
    }

    @Silent
    void closeUnblocksReader_channel(Wire wire) throws Exception {
        closeUnder(wire, wire.open(SocketChannel.open(wire.address("drain close"))));
    }

    private static void closeUnder(Wire wire, End end) throws Exception {
        Thread reader = new Thread(() -> readToFailure(end));
        reader.start();
        wire.pause(300);
        end.close();
        reader.join();
    }

    private static void readToFailure(End end) {
        try {
            end.readToEof();
        } catch (IOException e) {
            // the end of a reader whose connection was closed under it
        }
    }

    @Silent
    void idlePool_peersAlive(Wire wire) throws Exception {
        int port = wire.peer("echo");
        List<End> pool = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pool.add(wire.open(new Socket(HOST, port)));
        }
        for (End end : pool) {
            end.write(1);
            end.readFully(1);
        }
        wire.hold();
        for (End end : pool) {
            end.close();
        }
    }

    @Silent
    void close_twice(Wire wire) throws Exception {
        End end = wire.open(new Socket(HOST, wire.peer("push:1 close")));
        end.readToEof();
        end.close();
        end.close();
    }

    @Silent
    void tryWithResources_socketAndStreams(Wire wire) throws Exception {
        int port = wire.peer("read:5 push:5 close");
        try (Socket socket = new Socket(HOST, port);
                var in = socket.getInputStream();
                var out = socket.getOutputStream()) {
            out.write(new byte[5]);
            in.readAllBytes();
        }
    }

    @Silent
    void server_acceptsAnswersCloses(Wire wire) throws Exception {
        String client = "push:5 drain close";
        try (ServerSocket listener = wire.listen(client)) {
            for (int i = 0; i < 20; i++) {
                wire.dial(listener.getLocalPort(), client);
                try (End end = wire.open(listener.accept())) {
                    end.readFully(5);
                    end.write(5);
                }
            }
            try (End last = wire.open(listener.accept())) {
                last.readFully(5);
            }
        }
    }
}
