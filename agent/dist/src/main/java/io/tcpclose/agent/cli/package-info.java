/**
 * java -jar tcpclose-agent.jar: the only place that ends a process, its own.
 */
@NullMarked
package io.tcpclose.agent.cli;

import org.jspecify.annotations.NullMarked;
