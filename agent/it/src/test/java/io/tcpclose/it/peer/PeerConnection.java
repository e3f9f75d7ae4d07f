package io.tcpclose.it.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One connection of the peer: plays its script and writes down what it sent, received and was told by its kernel. */
final class PeerConnection implements Runnable {
    private static final int CHUNK = 64 * 1024;
    private final Socket raw;
    private final String script;
    private final boolean client;
    private final Semaphore told = new Semaphore(0);
    private final List<String> saw = new CopyOnWriteArrayList<>();
    private final long startNanos = System.nanoTime();
    private Socket top;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile long endedAtMs = -1;
    private volatile boolean ended;

    PeerConnection(Socket raw, String script, boolean client) throws IOException {
        this.raw = raw;
        this.top = raw;
        this.script = script;
        this.client = client;
        raw.setOOBInline(true);
        raw.setTcpNoDelay(true);
    }

    void told() {
        told.release();
    }

    boolean ended() {
        return ended;
    }

    String truth() {
        return "{\"script\":\"%s\",\"sent\":%d,\"received\":%d,\"saw\":\"%s\",\"endedAtMs\":%d,\"ended\":%b}"
                .formatted(script, sent.get(), received.get(), String.join(",", saw), endedAtMs, ended);
    }

    @Override
    public void run() {
        try {
            for (String step : script.split(" ", -1)) {
                step(step.split(":", -1));
            }
        } catch (IOException e) {
            sawFailure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            e.printStackTrace();
            saw(e.toString().replace('"', '\''));
        } finally {
            ended = true;
        }
    }

    private void step(String[] step) throws Exception {
        int number = step.length > 1 ? Integer.parseInt(step[1]) : 0;
        switch (step[0]) {
            case "", "hold" -> {}
            case "tls" -> top = Tls.over(raw, client);
            case "close" -> top.close();
            case "raw-close" -> raw.close();
            case "shut" -> top.shutdownOutput();
            case "raw-shut" -> raw.shutdownOutput();
            case "reset" -> reset();
            case "push" -> push(number);
            case "drip" -> drip(number);
            case "read" -> readFully(number);
            case "drain" -> drain(false);
            case "echo" -> drain(true);
            case "sleep" -> TimeUnit.MILLISECONDS.sleep(number);
            case "told" -> told.acquire();
            case "vanish" -> Vanishing.vanish(raw);
            case "http" -> HttpServing.serve(this);
            case "http-once" -> HttpServing.serveOnce(this);
            case "get" ->
                write("GET /it HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
            case "connect-proxy" -> Proxies.httpConnect(this);
            case "socks" -> Proxies.socks5(this);
            default -> throw new IllegalArgumentException(String.join(":", step));
        }
    }

    private void reset() throws IOException {
        raw.setSoLinger(true, 0);
        raw.close();
    }

    private void push(int bytes) throws IOException {
        for (int left = bytes; left > 0; left -= Math.min(left, CHUNK)) {
            write(new byte[Math.min(left, CHUNK)]);
        }
    }

    /** One byte every 200 ms, so many times, or until told. */
    private void drip(int times) throws IOException, InterruptedException {
        for (int i = 0; (times == 0 || i < times) && !told.tryAcquire(200, TimeUnit.MILLISECONDS); i++) {
            write(new byte[1]);
        }
    }

    private void readFully(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            if (read() < 0) {
                throw new EOFException("after " + i + " of " + bytes);
            }
        }
    }

    private void drain(boolean echo) throws IOException {
        byte[] buffer = new byte[CHUNK];
        for (int n = in().read(buffer); n >= 0; n = in().read(buffer)) {
            received.addAndGet(n);
            if (echo) {
                write(buffer, n);
            }
        }
        saw("eof");
    }

    int read() throws IOException {
        int b = in().read();
        if (b < 0) {
            saw("eof");
        } else {
            received.incrementAndGet();
        }
        return b;
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
    }

    private void write(byte[] bytes, int length) throws IOException {
        OutputStream out = top.getOutputStream();
        out.write(bytes, 0, length);
        out.flush();
        sent.addAndGet(length);
    }

    InputStream in() throws IOException {
        return top.getInputStream();
    }

    Socket socket() {
        return raw;
    }

    private void sawFailure(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof SocketException && message.contains("reset")) {
            saw("reset");
        } else if (message.contains("Broken pipe")) {
            saw("broken-pipe");
        } else {
            saw(e.getClass().getSimpleName());
        }
    }

    private void saw(String what) {
        saw.add(what);
        endedAtMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
