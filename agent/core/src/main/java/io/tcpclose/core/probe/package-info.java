/**
 * The agent's own thread at work: drains events, runs the time rules, resolves stacks. Has no clock of its own: time is passed in.
 */
@NullMarked
package io.tcpclose.core.probe;

import org.jspecify.annotations.NullMarked;
