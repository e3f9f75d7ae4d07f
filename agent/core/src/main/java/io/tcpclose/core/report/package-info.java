/**
 * The audit as immutable values: what the ledger knows, ready for any writer. No writer, no clock, no agent.
 */
@NullMarked
package io.tcpclose.core.report;

import org.jspecify.annotations.NullMarked;
