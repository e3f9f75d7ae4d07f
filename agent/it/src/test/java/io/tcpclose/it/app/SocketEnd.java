package io.tcpclose.it.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

final class SocketEnd implements End {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[64];

    /** A TLS socket has its handshake behind it. */
    SocketEnd(Socket socket) throws IOException {
        this.socket = socket;
        if (socket instanceof SSLSocket tls) {
            tls.startHandshake();
        }
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    @Override
    public int read() throws IOException {
        return in.read(buffer);
    }

    @Override
    public void write(int bytes) throws IOException {
        out.write(new byte[bytes]);
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void lingerZero() throws IOException {
        socket.setSoLinger(true, 0);
    }

    @Override
    public int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public int remotePort() {
        return socket.getPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
