package io.tcpclose.core.kernel;

import io.tcpclose.bootstrap.Connection;

/** What the kernel can be asked about one connection that still has its descriptor. Answers are of the moment of the question. */
public interface Kernel {
    /** Ready events as of {@link io.tcpclose.bootstrap.KernelCalls#POLLRDHUP} and its neighbours, or -1 unknown. */
    int ready(Connection connection);

    /** The first four bytes of {@code struct tcp_info}, lowest first: state, ca_state, retransmits, probes; 0 unknown. */
    int info(Connection connection);

    /** Unread bytes (FIONREAD), or -1 unknown. */
    int unread(Connection connection);
}
