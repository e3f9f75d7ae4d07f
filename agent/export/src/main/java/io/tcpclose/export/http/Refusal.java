package io.tcpclose.export.http;

/** A request that is not answered, and why: the message goes to whoever asked. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    final int status;

    /** @param status of RFC 9110, section 15.5 */
    public Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }
}
