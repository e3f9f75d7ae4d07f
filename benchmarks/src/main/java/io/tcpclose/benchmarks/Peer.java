package io.tcpclose.benchmarks;

import io.tcpclose.benchmarks.load.PeerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The process that {@link PeerMain} runs in. */
final class Peer implements AutoCloseable {
    private final Process process;
    private final int port;

    Peer(Jdk jdk) throws IOException {
        process = new Fork(jdk).start(PeerMain.class);
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        port = Integer.parseInt(out.readLine());
    }

    String port() {
        return Integer.toString(port);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }
}
