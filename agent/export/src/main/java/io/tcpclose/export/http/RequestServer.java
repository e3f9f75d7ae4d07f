package io.tcpclose.export.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A server of HTTP/1 for requests without a body, one a connection, on whatever channel it is given. One thread
 * accepts, reads the heads and writes the answers, so that who is slow in asking or in taking holds no thread; few
 * workers make the answers. {@link Places} says who has to go.
 *
 * <p>Why not the JDK's: its limits on time and size are one for all servers of the JVM, the application's too, it logs into the
 * application's log, and it knows no Unix domain sockets.
 */
final class RequestServer implements Runnable {
    private static final long TICK_MILLIS = 250;
    private static final long LAST_ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long STOP_MILLIS = 1_000;
    private static final long ACCEPT_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Request NONE = new Request("GET", "", Map.of(), Map.of(), true);
    private static final Response BUSY =
            Response.text(503, "too many ask for this at once").with("Retry-After", "5");

    /** Says whether a connection that was just accepted may ask at all, and sets it up. */
    interface Gate {
        boolean lets(SocketChannel accepted) throws IOException;

        /** The listener is about to be closed. By the server's own thread: nobody waits long for what this does. */
        default void closes() {}
    }

    /** A step on the selecting thread that another one has asked for. */
    private interface Step {
        void at(long now);
    }

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final SelectionKey accepts;
    private final Gate gate;
    private final Pages pages;
    private final String name;
    private final Thread thread;
    private final Workers workers;
    private final Places places = new Places();
    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final ByteBuffer nowhere = ByteBuffer.allocate(4_096);
    private long acceptsAgain = System.nanoTime();
    private volatile boolean isStopping;
    private volatile long stopsAt;

    private RequestServer(ServerSocketChannel listener, Gate gate, Pages pages, String name, ThreadFactory threads)
            throws IOException {
        this.listener = listener;
        this.gate = gate;
        this.pages = pages;
        this.name = name;
        this.selector = Selector.open();
        listener.configureBlocking(false);
        this.accepts = listener.register(selector, SelectionKey.OP_ACCEPT);
        this.workers = new Workers(pages, name, threads);
        this.thread = threads.newThread(this);
    }

    /**
     * @param listener bound; closed by {@link #stop}, and where this fails
     * @param name for the header Server
     * @param threads of the agent, so that its sockets stay invisible
     */
    static RequestServer started(
            ServerSocketChannel listener, Gate gate, Pages pages, String name, ThreadFactory threads)
            throws IOException {
        RequestServer server = null;
        try {
            server = new RequestServer(listener, gate, pages, name, threads);
            server.thread.start();
            return server;
        } catch (Throwable e) {
            if (server != null) server.selector.close();
            gate.closes();
            listener.close();
            throw e;
        }
    }

    /**
     * Nobody is let in any more. Answers that are on their way, such as that to a detach, have a moment. Returns at
     * once.
     */
    void beginStop() {
        if (isStopping) return;
        stopsAt = System.nanoTime() + LAST_ANSWER_NANOS;
        isStopping = true;
        workers.finish();
        selector.wakeup();
    }

    /** Closes all; waits a moment for that, and no longer. */
    void stop() {
        beginStop();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.stop();
        close(selector);
        close(listener);
    }

    private void shut() {
        if (!listener.isOpen()) return;
        gate.closes();
        close(listener);
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }

    @Override
    public void run() {
        while (!isOver() && selector.isOpen()) {
            try {
                turn();
            } catch (ClosedSelectorException stopped) {
                break;
            } catch (Throwable e) {
                // No descriptor, memory or thread is left: connections end by their deadlines, and that makes room.
                acceptsAgain = System.nanoTime() + ACCEPT_AGAIN_NANOS;
                pause();
            }
        }
        places.removeAll();
        shut();
        close(selector);
    }

    private boolean isOver() {
        return isStopping && (System.nanoTime() - stopsAt >= 0 || (!places.isAnybodyAnswered() && steps.isEmpty()));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() throws IOException {
        if (isStopping) shut();
        boolean isIdle = !isStopping && places.isEmpty() && accepts.interestOps() != 0;
        selector.select(isIdle ? 0 : TICK_MILLIS);
        long now = System.nanoTime();
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.isValid()) selected(key, now);
        }
        for (Step step = steps.poll(); step != null; step = steps.poll()) step.at(now);
        places.sweep(now, workers.reportsWait());
        if (!isStopping) accepts.interestOps(places.isFull() || now - acceptsAgain < 0 ? 0 : SelectionKey.OP_ACCEPT);
    }

    private void selected(SelectionKey key, long now) {
        if (key == accepts) accept(now);
        else if (key.attachment() instanceof Client client) attempt(client, () -> serve(client, now));
    }

    private interface Attempt {
        void make() throws IOException;
    }

    /** What fails ends this client, and no other. */
    private void attempt(Client client, Attempt attempt) {
        try {
            attempt.make();
        } catch (Throwable goneOrFailed) {
            places.remove(client);
        }
    }

    private void serve(Client client, long now) throws IOException {
        switch (client.doing()) {
            case ASKING -> read(client, now);
            case WAITING -> {}
            case TAKING -> client.take(now);
            case LEAVING -> {
                if (client.drain(nowhere)) places.remove(client);
            }
        }
    }

    private void accept(long now) {
        try {
            SocketChannel channel = listener.accept();
            if (channel == null) return;
            Client client = new Client(channel, now);
            places.add(client);
            attempt(client, () -> {
                if (gate.lets(channel)) client.watchedBy(selector);
                else places.remove(client);
            });
        } catch (IOException noDescriptorIsLeft) {
            acceptsAgain = now + ACCEPT_AGAIN_NANOS;
        }
    }

    private void read(Client client, long now) throws IOException {
        try {
            String head = client.readHead();
            if (head != null) answer(client, Request.parse(head), now);
        } catch (Refusal e) {
            client.asked(Cost.CHEAP, now);
            client.takes(
                    Response.error(e.status, String.valueOf(e.getMessage())).whole(NONE, name), now);
        }
    }

    private void answer(Client client, Request request, long now) throws IOException {
        Cost cost = pages.cost(request);
        boolean hasRoom = places.hasRoomFor(cost, now);
        client.asked(hasRoom ? cost : Cost.CHEAP, now);
        if (hasRoom && workers.answer(request, cost, new Reader(client))) return;
        // Who asks at the end is left without an answer, as a moment later.
        if (isStopping) places.remove(client);
        else client.takes(BUSY.whole(request, name), now);
    }

    /** A client, for the worker that makes its answer. */
    private final class Reader implements Workers.Reader {
        private final Client client;

        Reader(Client client) {
            this.client = client;
        }

        @Override
        public boolean takesAtOnce(Piece piece) throws IOException {
            return client.takesAtOnce(piece);
        }

        @Override
        public void accept(Piece piece) {
            steps.add(now -> attempt(client, () -> client.takes(piece, now)));
            selector.wakeup();
        }

        @Override
        public boolean isOpen() {
            return client.isOpen();
        }

        @Override
        public void fail() {
            client.close();
            selector.wakeup();
        }
    }
}
