package io.tcpclose.it.story;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/**
 * Uses up its descriptors at once, frees them after a while, and then does what needs classes of the JDK that read
 * files when they are first used.
 */
public final class UsedUpMain {
    private static final List<Closeable> OPEN = new ArrayList<>();

    private UsedUpMain() {}

    public static void main(String[] args) throws Exception {
        boolean sockets = args[0].equals("sockets");
        System.out.println("BEGIN");
        try {
            if (sockets) connect();
            else read();
        } catch (IOException e) {
            System.out.println("OUT");
        }
        Thread.sleep(Long.parseLong(args[1]));
        for (Closeable each : OPEN) each.close();
        System.out.println("FREED");
        Thread.sleep(Long.parseLong(args[2]));
        check("random", () -> new SecureRandom().nextInt());
        check("tls", UsedUpMain::hello);
        check("file", () -> Files.deleteIfExists(Files.createTempFile("used-up", ".tmp")));
        check("zone", () -> ZoneId.systemDefault().getRules().getOffset(Instant.now()));
        check("timezone", () -> TimeZone.getTimeZone("Europe/Zurich").getRawOffset());
        System.out.println("END");
    }

    private static void connect() throws IOException {
        // The JDK's first close of all opens a pair of sockets, and would itself be spoilt.
        new ServerSocket(0).close();
        ServerSocket listener = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        OPEN.add(listener);
        while (true) OPEN.add(new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
    }

    private static void read() throws IOException {
        while (true) OPEN.add(new FileInputStream("/dev/null"));
    }

    private interface Work {
        Object run() throws Exception;
    }

    private static void check(String name, Work work) {
        try {
            Objects.requireNonNull(work.run());
            System.out.println("WORKS " + name);
        } catch (Throwable e) {
            System.out.println("BROKEN " + name + ": " + e);
        }
    }

    /** The first record of a handshake: trust anchors, random numbers, keys. */
    private static Object hello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        engine.beginHandshake();
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(ByteBuffer.allocate(0), record);
        if (result.bytesProduced() == 0) throw new IOException("no ClientHello: " + result);
        return result;
    }
}
