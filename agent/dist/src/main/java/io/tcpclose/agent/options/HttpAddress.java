package io.tcpclose.agent.options;

import java.net.InetAddress;

/**
 * Where the agent's own HTTP server listens.
 *
 * @param port 0 for any free one
 */
public record HttpAddress(InetAddress host, int port) {}
