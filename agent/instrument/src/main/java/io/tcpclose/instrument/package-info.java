/**
 * Where we hook, and how the hooks get there. The only place that knows Byte Buddy.
 */
@NullMarked
package io.tcpclose.instrument;

import org.jspecify.annotations.NullMarked;
