/**
 * The agent's own registries and their ways out (HTTP, OTLP), and the way into an application's Micrometer. Nothing here runs
 * before the application's main class does, nor on a thread of the application.
 */
@NullMarked
package io.tcpclose.export.meters;

import org.jspecify.annotations.NullMarked;
