/**
 * Start, wiring and end of the agent. Runs behind the agent's own class loader.
 */
@NullMarked
package io.tcpclose.agent;

import org.jspecify.annotations.NullMarked;
