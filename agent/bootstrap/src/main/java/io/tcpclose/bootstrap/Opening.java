package io.tcpclose.bootstrap;

/** Who opened a connection inside a trace: the rare case, so that the others need no place for it. */
final class Opening {
    final String thread;
    final TraceIds ids;

    Opening(String thread, TraceIds ids) {
        this.thread = thread;
        this.ids = ids;
    }
}
