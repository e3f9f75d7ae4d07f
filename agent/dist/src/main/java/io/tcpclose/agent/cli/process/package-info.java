/**
 * What /proc tells of a JVM that is not asked itself: nothing here changes, signals or opens anything of it.
 */
@NullMarked
package io.tcpclose.agent.cli.process;

import org.jspecify.annotations.NullMarked;
