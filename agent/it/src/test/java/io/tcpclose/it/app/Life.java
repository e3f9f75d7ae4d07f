package io.tcpclose.it.app;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * What one connection goes through, in order, written down by the code that does it. A step is written before it is
 * done, by {@link #at} on the same line, so that its line and thread are exact.
 */
public final class Life {
    private final Wire wire;
    private final List<Object[]> steps = new ArrayList<>();
    private int localPort;
    private int remotePort;

    Life(Wire wire) {
        this.wire = wire;
    }

    /** These steps (separated by spaces) happen now, on this line; {@code value} is its target or an argument. */
    public synchronized <T> T at(String events, T value) {
        add(events, Thread.currentThread().getName(), Frames.ofScenario());
        return value;
    }

    /** These steps happen inside the JDK, with no line of ours above them. */
    public synchronized void within(String events) {
        add(events, "-", "-");
    }

    private void add(String events, String thread, String frame) {
        for (String event : events.split(" ", -1)) {
            steps.add(new Object[] {event, thread, frame});
        }
    }

    /** Its ports, 0 for one that we cannot know, and what the report must call it. */
    public synchronized Life of(int local, int remote, String kind, String role) {
        localPort = local;
        remotePort = remote;
        wire.say("IS", localPort, remotePort, kind, role);
        return this;
    }

    public Life of(Socket socket, String role) {
        return of(socket.getLocalPort(), socket.getPort(), "socket", role);
    }

    public Life of(SocketChannel channel, String role) throws IOException {
        return of(Ports.of(channel.getLocalAddress()), Ports.of(channel.getRemoteAddress()), "channel", role);
    }

    public Life of(AsynchronousSocketChannel channel, String role) throws IOException {
        return of(Ports.of(channel.getLocalAddress()), Ports.of(channel.getRemoteAddress()), "async", role);
    }

    /** Bytes on the wire in both directions; the peer must have counted the same. */
    public void bytes(long read, long written) {
        wire.say("BYTES", localPort, remotePort, read, written);
    }

    synchronized void tell() {
        steps.forEach(step -> wire.say("STEP", localPort, remotePort, step[0], step[1], step[2]));
    }
}
