/** The application's tracing libraries, asked which trace a lifecycle step belongs to; none of its objects is held. */
@NullMarked
package io.tcpclose.agent.trace;

import org.jspecify.annotations.NullMarked;
