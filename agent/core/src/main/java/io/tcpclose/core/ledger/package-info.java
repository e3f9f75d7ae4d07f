/**
 * What was found and counted: findings (bounded, grouped), sums by endpoint and by site.
 */
@NullMarked
package io.tcpclose.core.ledger;

import org.jspecify.annotations.NullMarked;
