package io.tcpclose.core.ledger;

/** Told of each connection that has ended, under the engine's lock: events for a recording. */
public interface ConnectionEndListener {
    ConnectionEndListener NONE = new ConnectionEndListener() {
        @Override
        public boolean isListening() {
            return false;
        }

        @Override
        public void ended(EndedConnection connection) {
            // nobody wants to know
        }
    };

    /** Whether it is worth to say; asked for each connection. */
    boolean isListening();

    void ended(EndedConnection connection);
}
