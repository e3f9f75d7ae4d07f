/** The numbers that meters are made of, taken from the engine's books after a pass. On the agent's thread. */
@NullMarked
package io.tcpclose.core.meter;

import org.jspecify.annotations.NullMarked;
