/**
 * Compares JVMs with and without the agent and prints Markdown. Measures CPU time in alternating pairs: on a shared machine
 * throughput and wall clock say little.
 */
@NullMarked
package io.tcpclose.benchmarks;

import org.jspecify.annotations.NullMarked;
