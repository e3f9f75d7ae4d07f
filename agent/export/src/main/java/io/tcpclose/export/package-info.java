/**
 * What leaves the agent as text: the report in its forms, the lines of the log, and the files they go to. Only reads
 * the report; no clock, no socket, no state that outlives a report.
 */
@NullMarked
package io.tcpclose.export;

import org.jspecify.annotations.NullMarked;
