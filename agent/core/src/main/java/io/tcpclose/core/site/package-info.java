/**
 * From raw backtraces to interned call sites, and to fingerprints that survive a recompilation.
 */
@NullMarked
package io.tcpclose.core.site;

import org.jspecify.annotations.NullMarked;
