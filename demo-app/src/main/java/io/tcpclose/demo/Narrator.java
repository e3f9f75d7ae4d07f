package io.tcpclose.demo;

/** Hears what a scenario does, as it does it. */
interface Narrator {
    Narrator SILENT = new Narrator() {
        @Override
        public void begins() {
            // nobody listens
        }

        @Override
        public void opened(Object socket) {
            // nobody listens
        }

        @Override
        public void did(String what) {
            // nobody listens
        }
    };

    /** A port has been chosen, and nothing is connected to it yet. */
    void begins();

    /** A connection whose halves may be asked after: a Socket or a channel. */
    void opened(Object socket);

    /** @param what one clause, as code or words */
    void did(String what);
}
