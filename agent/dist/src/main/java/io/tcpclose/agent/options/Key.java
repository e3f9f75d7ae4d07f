package io.tcpclose.agent.options;

import org.jspecify.annotations.Nullable;

/**
 * One key that can be set.
 *
 * @param name as in the agent argument
 * @param ruleId of a key of one rule
 * @param defaultText as a user would write it
 */
record Key(String name, Option option, @Nullable String ruleId, String defaultText) {}
