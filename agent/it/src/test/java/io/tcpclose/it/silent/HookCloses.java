package io.tcpclose.it.silent;

import static io.tcpclose.it.app.Wire.HOST;

import io.tcpclose.it.app.End;
import io.tcpclose.it.app.Silent;
import io.tcpclose.it.app.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** An application that tidies up in a shutdown hook of its own, and takes its time. */
final class HookCloses {
    @Silent
    void fiftyConnections(Wire wire) throws Exception {
        int port = wire.peer("echo");
        List<End> open = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            open.add(wire.open(new Socket(HOST, port)));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeAll(wire, open)));
    }

    private static void closeAll(Wire wire, List<End> open) {
        try {
            wire.pause(1_000);
            for (End end : open) {
                end.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
