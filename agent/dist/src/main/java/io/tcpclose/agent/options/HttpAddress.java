package io.tcpclose.agent.options;

import java.net.InetAddress;

/** Where to listen. @param port 0 for any that is free */
public record HttpAddress(InetAddress host, int port) {}
