/**
 * The agent of another JVM, asked through its control socket.
 */
@NullMarked
package io.tcpclose.agent.cli.control;

import org.jspecify.annotations.NullMarked;
