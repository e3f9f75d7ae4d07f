/** Applications under which the agent starts, fails to start, comes and goes. */
@NullMarked
package io.tcpclose.it.start;

import org.jspecify.annotations.NullMarked;
