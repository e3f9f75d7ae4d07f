/** The meters. Loaded by the agent, by a loader over an application's Micrometer, or by the application itself. */
@NullMarked
package io.tcpclose.micrometer;

import org.jspecify.annotations.NullMarked;
