/** Applications that are spoken to through their control socket. */
@NullMarked
package io.tcpclose.it.control;

import org.jspecify.annotations.NullMarked;
