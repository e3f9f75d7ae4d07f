package io.tcpclose.it.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A CONNECT proxy and a SOCKS 5 proxy without authentication, for loopback only. */
final class Proxies {
    private Proxies() {}

    static void httpConnect(PeerConnection client) throws IOException {
        String head = HttpServing.head(client);
        if (head == null) {
            return;
        }
        String target = head.split(" ", -1)[1];
        Socket server = dial(Integer.parseInt(target.substring(target.lastIndexOf(':') + 1)));
        client.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        splice(client, server);
    }

    /** RFC 1928: greeting, method 0, CONNECT request with an IPv4 or IPv6 address. */
    static void socks5(PeerConnection client) throws IOException {
        client.read();
        skip(client, client.read());
        client.write(new byte[] {5, 0});
        skip(client, 3);
        skip(client, client.read() == 4 ? 16 : 4);
        int port = client.read() << 8 | client.read();
        Socket server = dial(port);
        client.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, (byte) (port >> 8), (byte) port});
        splice(client, server);
    }

    private static void skip(PeerConnection client, int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            client.read();
        }
    }

    private static Socket dial(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** Hands the half-close on in both directions, as a proxy must. */
    private static void splice(PeerConnection client, Socket server) throws IOException {
        PeerMain.daemon(() -> answer(client, server)).start();
        for (int b = client.read(); b >= 0; b = client.read()) {
            server.getOutputStream().write(b);
        }
        server.shutdownOutput();
    }

    private static void answer(PeerConnection client, Socket server) {
        try (server) {
            InputStream in = server.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                client.write(new byte[] {(byte) b});
            }
            client.socket().shutdownOutput();
        } catch (IOException e) {
            System.err.println("proxy: " + e);
        }
    }
}
