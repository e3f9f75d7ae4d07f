/** Applications for forked JVMs: they see the agent's jar and nothing of the agent. */
@org.jspecify.annotations.NullMarked
package io.tcpclose.agent.forked;
