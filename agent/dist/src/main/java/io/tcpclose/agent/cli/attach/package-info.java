/**
 * Loads the agent into a running JVM: the only part of the command line that changes one.
 */
@NullMarked
package io.tcpclose.agent.cli.attach;

import org.jspecify.annotations.NullMarked;
