package io.tcpclose.export.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server of HTTP/1 for requests without a body, one a connection, on whatever channel it is given. One thread accepts and reads the heads,
 * so that who is slow in asking holds no thread; few workers answer, and of heavy answers one at a time is made. Whatever is not
 * done by its deadline is closed.
 *
 * <p>Why not the JDK's: its limits on time and size are one for all servers of the JVM, the application's too, it logs into the
 * application's log, and it knows no Unix domain sockets.
 */
final class RequestServer implements Runnable {
    /** Descriptors are the application's too; who comes when all are taken waits in the backlog. */
    private static final int MOST_CLIENTS = 64;

    /** A reader that takes nothing holds one until its deadline. */
    private static final int WORKERS = 16;

    private static final int WAITING_HEAVY = 16;
    private static final long TICK_MILLIS = 250;
    private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Those who are slow in asking have to go when all places are taken, but nobody at once. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long HEAVY_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long LAST_ANSWER_MILLIS = 500;
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long ACCEPT_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Request NONE = new Request("GET", "", Map.of(), Map.of(), true);

    /** Says whether a connection that was just accepted may ask at all, and sets it up. */
    interface Gate {
        boolean lets(SocketChannel accepted) throws IOException;
    }

    private record Ready(
            Client client, Request request, @Nullable Response refusal) {}

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final Gate gate;
    private final Pages pages;
    private final String name;
    private final Thread thread;
    private final ThreadPoolExecutor light;
    private final ThreadPoolExecutor heavy;
    private final Set<Client> clients = new LinkedHashSet<>();
    private final Queue<Client> answered = new ConcurrentLinkedQueue<>();
    private final ByteBuffer nowhere = ByteBuffer.allocate(4_096);
    private final SelectionKey accepts;
    private long acceptsAgain = System.nanoTime();

    /**
     * @param listener bound; closed by {@link #stop}
     * @param name for the header Server
     * @param threads of the agent, so that its sockets stay invisible
     */
    RequestServer(ServerSocketChannel listener, Gate gate, Pages pages, String name, ThreadFactory threads)
            throws IOException {
        this.listener = listener;
        this.gate = gate;
        this.pages = pages;
        this.name = name;
        this.selector = Selector.open();
        listener.configureBlocking(false);
        this.accepts = listener.register(selector, SelectionKey.OP_ACCEPT);
        this.light = workers(WORKERS, Integer.MAX_VALUE, threads);
        this.heavy = workers(1, WAITING_HEAVY, threads);
        this.thread = threads.newThread(this);
    }

    private static ThreadPoolExecutor workers(int most, int waiting, ThreadFactory threads) {
        ThreadPoolExecutor workers =
                new ThreadPoolExecutor(most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), threads);
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    void start() {
        thread.start();
    }

    /** Closes all. Waits a moment for the answers that are on their way, such as that to a detach, and for the thread. */
    void stop() {
        light.shutdown();
        heavy.shutdownNow();
        try {
            light.awaitTermination(LAST_ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            light.shutdownNow();
            selector.close();
            listener.close();
            thread.join(1_000);
        } catch (IOException e) {
            // it was closed by then
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        while (selector.isOpen()) {
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
        clients.forEach(Client::close);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() throws IOException {
        selector.select(clients.isEmpty() && accepts.interestOps() != 0 ? 0 : TICK_MILLIS);
        long now = System.nanoTime();
        List<Ready> ready = new ArrayList<>();
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.isValid()) selected(key, now, ready);
        }
        // A channel can block only once the selector has forgotten it.
        if (!ready.isEmpty()) selector.selectNow();
        for (Ready one : ready) handOver(one, now);
        for (Client client = answered.poll(); client != null; client = answered.poll()) drain(client, now);
        sweep(now);
    }

    private void selected(SelectionKey key, long now, List<Ready> ready) {
        if (key == accepts) accept(now);
        else if (key.attachment() instanceof Client client) {
            try {
                if (client.isDraining) {
                    if (client.drain(nowhere)) close(client);
                } else read(client, key, ready);
            } catch (IOException gone) {
                close(client);
            }
        }
    }

    private void accept(long now) {
        try {
            SocketChannel channel = listener.accept();
            if (channel == null) return;
            Client client = new Client(channel);
            client.since = now;
            client.deadline = now + ASK_NANOS;
            clients.add(client);
            try {
                if (!gate.lets(channel)) close(client);
                else channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, client);
            } catch (IOException gone) {
                close(client);
            }
        } catch (IOException noDescriptorIsLeft) {
            acceptsAgain = now + ACCEPT_AGAIN_NANOS;
        }
    }

    private static void read(Client client, SelectionKey key, List<Ready> ready) throws IOException {
        Request request = NONE;
        @Nullable Response refusal = null;
        try {
            String head = client.readHead();
            if (head == null) return;
            request = Request.parse(head);
        } catch (Refusal e) {
            refusal = Response.error(e.status, String.valueOf(e.getMessage()));
        }
        key.cancel();
        client.isReading = false;
        ready.add(new Ready(client, request, refusal));
    }

    private void handOver(Ready ready, long now) {
        Client client = ready.client;
        try {
            client.channel.configureBlocking(true);
        } catch (IOException gone) {
            close(client);
            return;
        }
        boolean isHeavy = ready.refusal == null && pages.isHeavy(ready.request);
        client.deadline = now + (isHeavy ? HEAVY_NANOS : ANSWER_NANOS);
        try {
            (isHeavy ? heavy : light).execute(() -> serve(ready));
        } catch (RejectedExecutionException full) {
            Response busy =
                    Response.text(503, "too many reports are asked for at once").with("Retry-After", "5");
            if (!light.isShutdown()) light.execute(() -> serve(new Ready(client, ready.request, busy)));
        }
    }

    /** On a worker. */
    private void serve(Ready ready) {
        Client client = ready.client;
        try {
            Response response = ready.refusal == null ? answer(ready.request) : ready.refusal;
            response.send(Channels.newOutputStream(client.channel), ready.request, name);
            client.answered();
            answered.add(client);
            selector.wakeup();
        } catch (Throwable closedOrFailed) {
            // Half an answer does not pass for a whole one; the selecting thread forgets the closed one.
            client.close();
        }
    }

    private Response answer(Request request) {
        try {
            return pages.answer(request);
        } catch (Refusal e) {
            return Response.error(e.status, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            return Response.text(
                    500, "the agent could not answer: " + e.getClass().getName());
        }
    }

    private void drain(Client client, long now) {
        client.deadline = now + DRAIN_NANOS;
        try {
            client.channel.register(selector, SelectionKey.OP_READ, client);
        } catch (IOException | RuntimeException closed) {
            close(client);
        }
    }

    private void sweep(long now) {
        for (Iterator<Client> i = clients.iterator(); i.hasNext(); ) {
            Client client = i.next();
            if (now - client.deadline >= 0) client.close();
            if (!client.channel.isOpen()) i.remove();
        }
        if (clients.size() >= MOST_CLIENTS) dropSlow(now);
        boolean room = clients.size() < MOST_CLIENTS && now - acceptsAgain >= 0;
        accepts.interestOps(room ? SelectionKey.OP_ACCEPT : 0);
    }

    private void dropSlow(long now) {
        for (Client client : clients) if (client.isReading && now - client.since >= GRACE_NANOS) client.close();
        clients.removeIf(client -> !client.channel.isOpen());
    }

    private void close(Client client) {
        client.close();
        clients.remove(client);
    }
}
