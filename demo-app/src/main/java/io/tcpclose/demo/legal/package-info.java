/** What looks like misuse and is not: no finding may come from here. */
@NullMarked
package io.tcpclose.demo.legal;

import org.jspecify.annotations.NullMarked;
