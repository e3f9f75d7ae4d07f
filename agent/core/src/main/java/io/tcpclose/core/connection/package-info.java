/**
 * What state a connection is in: two halves and a descriptor, one table of transitions, the verdict on a half-close.
 */
@NullMarked
package io.tcpclose.core.connection;

import org.jspecify.annotations.NullMarked;
