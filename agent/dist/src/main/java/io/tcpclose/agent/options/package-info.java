/**
 * The agent's options: read once, before the application's main method, and never a reason not to start it. Nothing
 * here touches {@code java.nio.file}, {@code java.util.logging}, {@code java.util.regex} or streams.
 */
@NullMarked
package io.tcpclose.agent.options;

import org.jspecify.annotations.NullMarked;
