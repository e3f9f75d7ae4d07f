/**
 * What the agent answers to: one small server for a TCP port and for the control socket, and the pages behind it. Reads only,
 * but for the two commands of the control socket.
 */
@NullMarked
package io.tcpclose.export.http;

import org.jspecify.annotations.NullMarked;
