package io.tcpclose.stacks;

/** A real stack in ordinary use. */
public interface Stack {
    /** Uses it as its manual says, and leaves nothing open: nobody has anything to say about it. */
    void play(Outside outside) throws Exception;

    /**
     * Makes one mistake, in a method whose name begins with {@code planted}; the program goes on long enough for it
     * to count.
     */
    void leak(Outside outside) throws Exception;
}
