package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose life a test writes: events at the moments it says, without a socket and without a clock. Told to
 * whoever {@link Tracing} was started with.
 */
public final class Scripted {
    /** Numbers that no open descriptor of this process has: the kernel knows nothing of them. */
    private static final AtomicInteger NUMBERS = new AtomicInteger(3_000_000);

    private final FileDescriptor descriptor;
    private final Connection connection;
    private final long start;

    private Scripted(long start, @Nullable Object trace) {
        this.descriptor = new FileDescriptor();
        this.start = start;
        this.connection = new Connection(descriptor, NUMBERS.incrementAndGet(), Tracing.nextId(), start, trace);
    }

    /** A listener. */
    private Scripted(long start) {
        this.descriptor = new FileDescriptor();
        this.start = start;
        int number = NUMBERS.incrementAndGet();
        this.connection = new ListeningSocket(descriptor, number, Tracing.nextId(), start, new StackMark());
        connection.role = Role.LISTENER;
        ConnectionTable.put(number, connection);
    }

    /** A write into an unread FIN, as the writing thread found it. */
    public Scripted writesAfterFin(long millis) {
        connection.set(Connection.WROTE_AFTER_FIN | Connection.FIN_HINT);
        return step(SocketEvent.WRITE_AFTER_FIN, millis, 0);
    }

    /** A record that nothing has happened to, and that no table holds. */
    public static Scripted blank() {
        return new Scripted(0, null);
    }

    /** Created for a connect, at a moment in {@link System#nanoTime()}. */
    public static Scripted opened(long nanos) {
        Scripted life = new Scripted(nanos, new StackMark());
        return life.born(SocketEvent.OPENED, Role.UNKNOWN);
    }

    /** Connected to 10.0.0.1 at that port, under the host name that the application passed. */
    public static Scripted client(long nanos, String host, int port) {
        Scripted life = new Scripted(nanos, new StackMark());
        life.born(SocketEvent.OPENED, Role.CLIENT);
        return life.peer(host, port).turn(SocketEvent.CONNECTING).turn(SocketEvent.CONNECTED);
    }

    /** A connect that nobody has answered yet. */
    public static Scripted unanswered(long nanos, String host, int port) {
        Scripted life = new Scripted(nanos, new StackMark());
        life.born(SocketEvent.OPENED, Role.CLIENT);
        return life.peer(host, port).turn(SocketEvent.CONNECTING);
    }

    /** Bound to that port of any address, and listening: no connection. */
    public static Scripted listener(long nanos, int port) {
        Scripted life = new Scripted(nanos);
        life.connection.localPort(port);
        life.listening().listening();
        return life;
    }

    /** Made for listening, and not bound. */
    public static Scripted unboundListener(long nanos) {
        return new Scripted(nanos);
    }

    public ListeningSocket listening() {
        return (ListeningSocket) connection;
    }

    /** A bind to that port fails. */
    public Scripted bindFails(long millis, int port, String why) {
        listening().bindFailed(port, why);
        return step(SocketEvent.BIND_FAILED, millis, port);
    }

    public Scripted binds(long millis, int port) {
        connection.localPort(port);
        listening().listening();
        return step(SocketEvent.LISTENING, millis, 0);
    }

    /** The calling thread accepts a connection. */
    public Scripted accepts(long millis) {
        listening().accepted(at(millis));
        listening().accepting(at(millis));
        return this;
    }

    public Scripted acceptFails(long millis, String why) {
        listening().acceptFailed(at(millis), why);
        return this;
    }

    /** Accepted by a listener on that port. */
    public static Scripted server(long nanos, int port) {
        Scripted life = new Scripted(nanos, new StackMark());
        life.connection.localPort(port);
        life.peer("", 50_000);
        return life.born(SocketEvent.ACCEPTED, Role.SERVER);
    }

    /** Met by a late attach. */
    public static Scripted adopted(long nanos, int remotePort) {
        Scripted life = new Scripted(nanos, null).flags(Connection.ADOPTED);
        return life.peer("", remotePort).born(SocketEvent.ADOPTED, Role.UNKNOWN);
    }

    private Scripted born(SocketEvent event, Role role) {
        connection.role = role;
        connection.kind = Kind.SOCKET;
        ConnectionTable.put(connection.fd, connection);
        Tracing.opened(connection, event);
        return this;
    }

    public Scripted peer(String host, int port) {
        connection.remoteAddress = address(host);
        connection.remotePort(port);
        return this;
    }

    /** Another peer, at the same port. */
    public Scripted peerAddress(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) address[i] = (byte) bytes[i];
        try {
            connection.remoteAddress = InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
        return this;
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByAddress(host, new byte[] {10, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    public Connection connection() {
        return connection;
    }

    /** What the test must keep, or the connection is garbage. */
    public FileDescriptor descriptor() {
        return descriptor;
    }

    /** {@link System#nanoTime()} that many milliseconds after the opening. */
    public long at(long millis) {
        return start + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** An event without an entry of its own on the life line. */
    public Scripted turn(SocketEvent event) {
        Tracing.turn(connection, event);
        if (event == SocketEvent.CONNECTED) connection.connected(start);
        return this;
    }

    /** An event with an entry, that many milliseconds after the opening, with the caller's stack. */
    public Scripted step(SocketEvent event, long millis, long detail) {
        // A close tells what was written until then.
        long told = event == SocketEvent.CLOSE ? connection.writtenByApplication() : detail;
        Tracing.tell(new Step(connection, event, at(millis), told, new StackMark()));
        return this;
    }

    public Scripted eof(long millis) {
        connection.set(Connection.EOF_READ);
        return step(SocketEvent.EOF, millis, connection.bytesWritten);
    }

    public Scripted shutdownOutput(long millis) {
        connection.set(Connection.OUTPUT_SHUT);
        return step(SocketEvent.SHUTDOWN_OUTPUT, millis, connection.bytesRead);
    }

    public Scripted shutdownInput(long millis) {
        connection.set(Connection.INPUT_SHUT);
        return step(SocketEvent.SHUTDOWN_INPUT, millis, 0);
    }

    /** The peer's RST, told to the application. */
    public Scripted reset(long millis) {
        connection.set(Connection.DEAD);
        return step(SocketEvent.RESET, millis, 0);
    }

    public Scripted connectFails(long millis, int reason) {
        connection.connectFailure = (byte) reason;
        return step(SocketEvent.CONNECT_FAILED, millis, reason);
    }

    /** The calling thread was the last to use it. */
    public Scripted uses() {
        connection.lastUse = new LastUse(Thread.currentThread(), start, new StackMark());
        return this;
    }

    public Scripted reads(long bytes) {
        connection.bytesRead += bytes;
        return this;
    }

    public Scripted writes(long bytes) {
        connection.bytesWritten += bytes;
        return this;
    }

    public Scripted flags(int flags) {
        connection.set(flags);
        if ((flags & Connection.TLS) != 0) afterHandshake();
        return this;
    }

    /** With data of the application read and written since. */
    private void afterHandshake() {
        connection.tlsOut = TlsRecords.APPLICATION;
        connection.readAtHandshake = -1;
    }

    /** TLS says something by itself. */
    public Scripted tlsSays(int bytes) {
        connection.bytesWritten += bytes;
        connection.anomaliesForUpdate().tlsWords += bytes;
        return this;
    }

    public Scripted inRead(boolean inside) {
        connection.inRead = inside;
        return this;
    }

    public Scripted inWrite(boolean inside) {
        connection.waitsToWrite = inside;
        return this;
    }

    public Scripted interest(int ops) {
        connection.interest = (byte) ops;
        return this;
    }

    /** close() has returned and a selector holds the descriptor. */
    public Scripted held(long millis) {
        connection.set(Connection.CLOSING | Connection.CLOSE_RETURNED);
        step(SocketEvent.CLOSE, millis, 0);
        return turn(SocketEvent.CLOSE_HELD);
    }

    /** close() and close(2) with nothing unread. */
    public Scripted closes(long millis) {
        return closes(millis, 0);
    }

    /** close() and close(2), the kernel having answered that so many bytes were unread. */
    public Scripted closes(long millis, int unread) {
        connection.set(Connection.CLOSING | Connection.CLOSE_PROBED);
        step(SocketEvent.CLOSE, millis, 0);
        released(millis, unread);
        connection.set(Connection.CLOSE_RETURNED);
        return this;
    }

    /** close(2), without a close() of the application. */
    public Scripted released(long millis, int unread) {
        connection.unreadAtClose = unread;
        ConnectionTable.remove(connection.fd, connection);
        return step(SocketEvent.CLOSED, millis, unread);
    }

    /** close() and close(2) of a listener. */
    public Scripted stopsListening(long millis) {
        connection.set(Connection.CLOSING);
        step(SocketEvent.CLOSE, millis, 0);
        ConnectionTable.remove(connection.fd, connection);
        return step(SocketEvent.CLOSED, millis, 0);
    }

    /** The JDK's Cleaner closes what nobody has closed. */
    public Scripted cleaned(long millis) {
        connection.set(Connection.BY_CLEANER);
        ConnectionTable.remove(connection.fd, connection);
        return step(SocketEvent.CLOSED, millis, 0);
    }

    /** dup2 under a blocked thread. */
    public Scripted preClosed(long millis) {
        connection.set(Connection.PRE_CLOSED | Connection.CLOSING | Connection.CLOSE_PROBED);
        connection.unreadAtClose = 0;
        return step(SocketEvent.PRE_CLOSED, millis, 0);
    }

    /** What the garbage collector does to a connection whose objects are gone. */
    public Scripted ownerCollected() {
        connection.clear();
        return this;
    }
}
