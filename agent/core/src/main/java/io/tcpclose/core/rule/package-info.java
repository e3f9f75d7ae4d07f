/**
 * The rules, one class each: what fires, the evidence, the advice. Rules know nothing of reports or meters.
 */
@NullMarked
package io.tcpclose.core.rule;

import org.jspecify.annotations.NullMarked;
