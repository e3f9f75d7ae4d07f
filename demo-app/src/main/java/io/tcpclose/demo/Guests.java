package io.tcpclose.demo;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections that the peer has, by the round of the demo in which they came: much of what it plays never ends by itself.
 * Thread-safe.
 */
final class Guests {
    private final Deque<Set<Guest>> rounds = new ArrayDeque<>(List.of(new HashSet<>()));

    /** To be closed by the calling thread, which plays the connection, once it has done so. */
    synchronized Guest arrives(Socket socket) {
        Set<Guest> round = rounds.getFirst();
        Guest guest = new Guest(socket, Thread.currentThread(), round);
        round.add(guest);
        return guest;
    }

    /** Who comes from now on belongs to a new round; who came before the last rounds of that number has to go. */
    synchronized void beginRound(int keptRounds) {
        rounds.addFirst(new HashSet<>());
        while (rounds.size() > keptRounds) {
            rounds.removeLast().forEach(Guest::sendHome);
        }
    }

    /** One connection and its player. */
    final class Guest implements AutoCloseable {
        private final Socket socket;
        private final Thread player;
        private final Set<Guest> round;

        private Guest(Socket socket, Thread player, Set<Guest> round) {
            this.socket = socket;
            this.player = player;
            this.round = round;
        }

        /** An interrupt wakes those who sleep, a close those who read. */
        private void sendHome() {
            player.interrupt();
            try {
                socket.close();
            } catch (IOException gone) {
                // What was to be achieved.
            }
        }

        @Override
        public void close() {
            synchronized (Guests.this) {
                round.remove(this);
            }
        }
    }
}
