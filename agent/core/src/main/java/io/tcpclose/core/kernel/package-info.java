/**
 * What the kernel tells about sockets beside their descriptors: the socket tables, the descriptors of this and other
 * processes, the counters of the network namespace. Read from {@code /proc} (proc(5)), on the agent's thread only.
 *
 * <p>Everything read here is hostile: a file may vanish half-way, be cut, be refused, or be something else altogether.
 * Nothing here throws for it; what cannot be read is left out, and the answer says so.
 */
@NullMarked
package io.tcpclose.core.kernel;

import org.jspecify.annotations.NullMarked;
