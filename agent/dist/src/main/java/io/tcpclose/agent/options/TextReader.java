package io.tcpclose.agent.options;

import java.io.IOException;

/** Reads a small text file that the user named. */
@FunctionalInterface
public interface TextReader {

    /**
     * The whole content of a file.
     *
     * @throws IOException with a message for the user when the file cannot be read
     */
    String read(String path) throws IOException;
}
