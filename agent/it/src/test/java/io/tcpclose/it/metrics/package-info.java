/** Applications with a Micrometer of their own. */
@NullMarked
package io.tcpclose.it.metrics;

import org.jspecify.annotations.NullMarked;
