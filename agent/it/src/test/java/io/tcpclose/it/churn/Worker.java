package io.tcpclose.it.churn;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One thread's share: each connection is closed at once, in one of four ways, or laid to rest. */
final class Worker implements Runnable {
    private static final int RESTS_ONE_IN = 12;

    private final AtomicInteger left;
    private final long restNanos;
    private final Tally tally;
    private final Random random;
    private final Deque<Resting> resting = new ArrayDeque<>();
    private final Deque<Resting> restingOn = new ArrayDeque<>();

    Worker(AtomicInteger left, int restMillis, Tally tally, int seed) {
        this.left = left;
        this.restNanos = TimeUnit.MILLISECONDS.toNanos(restMillis);
        this.tally = tally;
        this.random = new Random(seed);
    }

    @Override
    public void run() {
        try (ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
            while (left.getAndDecrement() > 0) {
                one(listener);
            }
            while (!resting.isEmpty() || !restingOn.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(10);
                wake();
            }
        } catch (Exception e) {
            tally.failed(e);
        }
    }

    private void one(ServerSocket listener) throws Exception {
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        Socket server = listener.accept();
        // Else each connection would leave its ports in TIME_WAIT.
        client.setSoLinger(true, 0);
        tally.made.incrementAndGet();
        wake();
        if (random.nextInt(RESTS_ONE_IN) == 0) {
            resting.add(new Resting(client, server, random.nextInt(4), restNanos));
        } else {
            end(client, server, random.nextInt(4));
        }
    }

    /** Those that have rested long enough, first for the peer to act and then to be judged. */
    private void wake() throws Exception {
        while (!resting.isEmpty() && resting.peek().isDue()) {
            Resting rested = resting.remove();
            rested.peerActs();
            restingOn.add(rested);
        }
        while (!restingOn.isEmpty() && restingOn.peek().isDue()) {
            restingOn.remove().judge(tally);
        }
    }

    private static void end(Socket client, Socket server, int how) throws Exception {
        switch (how) {
            case 0 -> peerFirst(client, server);
            case 1 -> peerResets(client, server);
            case 2 -> underAReader(client, server);
            default -> {
                client.close();
                server.close();
            }
        }
    }

    private static void peerFirst(Socket client, Socket server) throws IOException {
        server.close();
        client.getInputStream().read();
        client.close();
    }

    private static void peerResets(Socket client, Socket server) throws IOException {
        server.setSoLinger(true, 0);
        server.close();
        client.close();
    }

    /** The JDK replaces the descriptor under the reader (dup2) before it closes it. */
    private static void underAReader(Socket client, Socket server) throws Exception {
        Thread reader = new Thread(() -> readUntilClosed(client));
        reader.start();
        client.close();
        reader.join();
        server.close();
    }

    private static void readUntilClosed(Socket socket) {
        try {
            socket.getInputStream().read();
        } catch (IOException closed) {
            // as meant
        }
    }
}
