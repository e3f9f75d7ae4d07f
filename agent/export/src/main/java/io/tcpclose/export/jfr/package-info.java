/**
 * Events for JDK Flight Recorder. Nothing here is loaded before the application, or whoever looks at it, has started a recording:
 * {@link io.tcpclose.export.jfr.FlightEvents} is the way in.
 */
@NullMarked
package io.tcpclose.export.jfr;

import org.jspecify.annotations.NullMarked;
