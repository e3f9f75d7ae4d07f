package io.tcpclose.agent.cli.process;

/** The command cannot be done: what is the matter and what to do, in one or two lines for a person. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Refusal(String message) {
        super(message);
    }

    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }

    /** What it says. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
