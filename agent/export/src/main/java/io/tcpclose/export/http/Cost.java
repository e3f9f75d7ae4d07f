package io.tcpclose.export.http;

/** What an answer costs, and so who may wait for whom: each has workers of its own. */
enum Cost {
    /** Meters, health, refusals and commands: always have a place. */
    CHEAP,
    /** Large, and the same for everybody. */
    PAGE,
    /** Made for the one who asks, one at a time. */
    REPORT
}
