/**
 * What the forked JVMs run. Knows nothing of the agent but, in {@link io.tcpclose.benchmarks.load.HookSwitch}, how to turn its
 * hooks off; all of it is plain JDK, so that the same class path serves both sides of a pair.
 */
@NullMarked
package io.tcpclose.benchmarks.load;

import org.jspecify.annotations.NullMarked;
