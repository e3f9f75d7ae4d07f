package io.tcpclose.it.app;

import com.sun.net.httpserver.HttpServer;
import io.tcpclose.it.peer.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocketFactory;

/**
 * What a scenario may do beside using its connections: ask the peer for the other end, say which line opened or
 * offends, claim what the kernel and the peer will show while the state is held, and hold it.
 */
public final class Wire {
    public static final String HOST = "127.0.0.1";

    /** For a listener. */
    public static final InetSocketAddress ANY_PORT = new InetSocketAddress(HOST, 0);

    /** What a misuse forgot must not be collected, or it would be another misuse. */
    private static final List<Object> KEPT = Collections.synchronizedList(new ArrayList<>());

    private final String scenario;
    private final Console console;
    private final Runnable onReady;
    private final AtomicBoolean ready = new AtomicBoolean();
    private final List<Life> lives = Collections.synchronizedList(new ArrayList<>());

    Wire(String scenario, Console console, Runnable onReady) {
        this.scenario = scenario;
        this.console = console;
        this.onReady = onReady;
    }

    /** Any step that may fail. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    /** A port of the peer where every connection is played by this script. */
    public int peer(String script) {
        return Integer.parseInt(ask("listen " + script));
    }

    public InetSocketAddress address(String script) {
        return new InetSocketAddress(HOST, peer(script));
    }

    /** A listener that the peer has already dialled, to play this script on its end. */
    public ServerSocket listen(String script) throws IOException {
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        dial(listener.getLocalPort(), script);
        return keep(listener);
    }

    public ServerSocketChannel listen(ServerSocketChannel listener, String script) throws IOException {
        dial(Ports.of(listener.bind(ANY_PORT).getLocalAddress()), script);
        return keep(listener);
    }

    public AsynchronousServerSocketChannel listen(AsynchronousServerSocketChannel listener, String script)
            throws IOException {
        dial(Ports.of(listener.bind(ANY_PORT).getLocalAddress()), script);
        return keep(listener);
    }

    /** The port from which the peer has dialled. */
    public int dial(int port, String script) {
        return Integer.parseInt(ask("dial " + port + " " + script));
    }

    public String ask(String command) {
        return console.ask(command);
    }

    public <T> T keep(T object) {
        KEPT.add(object);
        return object;
    }

    public End open(Socket socket) throws IOException {
        return opened(new SocketEnd(socket));
    }

    public End open(SocketChannel channel) throws IOException {
        return opened(new ChannelEnd(channel));
    }

    public SelectorEnd select(SocketChannel channel) throws IOException {
        return opened(new SelectorEnd(channel));
    }

    private <E extends End> E opened(E end) {
        say("OPENED", end.localPort(), end.remotePort(), Frames.ofScenario());
        return keep(end);
    }

    /** Says that this line made a descriptor that has no connection. */
    public <T extends Closeable> T created(T socket) {
        say("OPENED", 0, 0, Frames.ofScenario());
        return keep(socket);
    }

    /** Says that this line made a listener, whose backlog is the matter. */
    public ServerSocket listening(ServerSocket listener) {
        say("LISTENS", listener.getLocalPort(), Frames.ofScenario());
        return keep(listener);
    }

    public <T extends NetworkChannel> T listening(T listener) throws IOException {
        say("LISTENS", Ports.of(listener.getLocalAddress()), Frames.ofScenario());
        return keep(listener);
    }

    /** Says that this line made a listener, inside a server of the JDK. */
    public HttpServer httpServer(HttpServer server) {
        say("LISTENS", server.getAddress().getPort(), Frames.ofScenario());
        return keep(server);
    }

    /** Says that this line made a listener which is not bound, or not yet. */
    public <T> T unbound(T listener) {
        say("LISTENS", 0, Frames.ofScenario());
        return keep(listener);
    }

    /** Says that this line made a listener, and lets go: the caller must not hold it either. */
    public WeakReference<Object> forget(ServerSocket listener) {
        say("LISTENS", listener.getLocalPort(), Frames.ofScenario());
        return new WeakReference<>(listener);
    }

    public WeakReference<Object> forget(ServerSocketChannel listener) throws IOException {
        say("LISTENS", Ports.of(listener.getLocalAddress()), Frames.ofScenario());
        return new WeakReference<>(listener);
    }

    /** Collects garbage until it is gone. */
    public void collect(WeakReference<Object> forgotten) throws InterruptedException {
        while (forgotten.get() != null) {
            System.gc();
            pause(50);
        }
    }

    /** Says that this connection was opened around the JDK. */
    public void untracked(int localPort, int remotePort) {
        say("UNTRACKED", localPort, remotePort);
    }

    /** Connects the channel that this line opened. */
    public End connect(AsynchronousSocketChannel channel, SocketAddress address) throws IOException {
        AsyncEnd.join(channel.connect(address));
        return opened(new AsyncEnd(channel));
    }

    /** What this line accepts, from a listener in whose backlog it waits. */
    public End accepted(Future<AsynchronousSocketChannel> accepting) throws IOException {
        return opened(new AsyncEnd(AsyncEnd.join(accepting)));
    }

    /** Trusts the peer's certificate. */
    public SSLSocketFactory tls() {
        return Tls.CONTEXT.getSocketFactory();
    }

    /** As {@link #open}, but lets go: the caller must not hold it either. */
    public Forgotten forget(Socket socket) throws IOException {
        return forgotten(socket, new SocketEnd(socket));
    }

    public Forgotten forget(SocketChannel channel) throws IOException {
        return forgotten(channel, new ChannelEnd(channel));
    }

    private Forgotten forgotten(Object socket, End end) {
        say("OPENED", end.localPort(), end.remotePort(), Frames.ofScenario());
        return new Forgotten(new WeakReference<>(socket), end.localPort(), end.remotePort());
    }

    /** What nothing but this refers to. */
    public record Forgotten(WeakReference<Object> socket, int localPort, int remotePort) {}

    /** Collects garbage until it is gone, and claims what the kernel then shows. */
    public void collect(Forgotten forgotten, String state) throws InterruptedException {
        collect(forgotten.socket());
        pause(200);
        claim(forgotten.localPort(), forgotten.remotePort(), state);
    }

    /** Says that what this line does next with {@code target} is what a finding must name. */
    public <T> T offends(T target) {
        say("OFFENDS", Frames.ofScenario());
        return target;
    }

    /** Says that the message of the finding must contain this. */
    public void says(Object part) {
        say("SAYS", part);
    }

    /** Claims the kernel's state of the connection from now until the release; see {@code Truth} for the names. */
    public void claim(End end, String state) {
        claim(end.localPort(), end.remotePort(), state);
    }

    public void claim(int localPort, int remotePort, String state) {
        say("CLAIM", localPort, remotePort, state);
    }

    /** Claims that the peer is told this: {@code eof}, {@code reset} or {@code broken-pipe}. */
    public void peerSaw(End end, String what) {
        say("SAW", end.localPort(), end.remotePort(), what);
    }

    public void tell(End end) {
        tell(end.localPort(), end.remotePort());
    }

    /** Lets a script that has come to {@code told} or {@code drip} go on. */
    public void tell(int localPort, int remotePort) {
        ask("tell " + localPort + ":" + remotePort);
    }

    /** Waits until the peer has sent so many bytes, and they have had time to arrive. */
    public void awaitSent(End end, int bytes) throws InterruptedException {
        awaitSent(end.localPort(), end.remotePort(), bytes);
    }

    public void awaitSent(int localPort, int remotePort, int bytes) throws InterruptedException {
        while (!ask("truth " + localPort + ":" + remotePort).contains("\"sent\":" + bytes + ",")) {
            pause(10);
        }
        pause(50);
    }

    /** Waits until the peer has played its script on the connection that we know by these ports. */
    public void awaitPeer(int localPort, int remotePort) throws InterruptedException {
        ask("ended " + localPort + ":" + remotePort);
        pause(50);
    }

    /** Waits until the peer has played its script to the end, and its last segment has had time to arrive. */
    public void awaitPeer(End end) throws InterruptedException {
        awaitPeer(end.localPort(), end.remotePort());
    }

    public void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    /** Runs a step that the kernel or the JDK must refuse. */
    public void refused(Step step) throws Exception {
        try {
            step.run();
        } catch (IOException e) {
            return;
        }
        throw new AssertionError("not refused: " + Frames.ofScenario());
    }

    public Life life() {
        Life life = new Life(this);
        lives.add(life);
        return life;
    }

    /** Stays as it is until the test has looked. */
    public void hold() throws InterruptedException {
        ready();
        console.awaitRelease();
    }

    /** Repeats a step until the test has looked. */
    public void holdWhile(Step step) throws Exception {
        ready();
        do {
            step.run();
        } while (!console.released(250));
    }

    void ready() {
        if (ready.compareAndSet(false, true)) {
            onReady.run();
        }
    }

    void end() {
        ready();
        lives.forEach(Life::tell);
    }

    void say(String what, Object... words) {
        List<Object> line = new ArrayList<>(List.of(what, scenario));
        line.addAll(List.of(words));
        console.say(line.toArray());
    }
}
