package io.tcpclose.export.http;

/** What can be asked for. Called by the server's workers, several at a time. */
interface Pages {
    /** Runs on a worker; what it throws besides a refusal is answered by 500. */
    Response answer(Request request) throws Refusal;

    /** What the answer will cost. Does not wait. */
    Cost cost(Request request);
}
