/** Programs that know nothing of the agent: what they hold open and close is theirs alone. */
@NullMarked
package io.tcpclose.stacks;

import org.jspecify.annotations.NullMarked;
