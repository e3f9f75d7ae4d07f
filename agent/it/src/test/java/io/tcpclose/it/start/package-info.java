/** Applications that are spoken to through their control socket. */
@NullMarked
package io.tcpclose.it.start;

import org.jspecify.annotations.NullMarked;
