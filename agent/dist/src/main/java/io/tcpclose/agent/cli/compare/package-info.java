/**
 * Two reports beside each other: what is new, and the two ends of a connection.
 */
@NullMarked
package io.tcpclose.agent.cli.compare;

import org.jspecify.annotations.NullMarked;
