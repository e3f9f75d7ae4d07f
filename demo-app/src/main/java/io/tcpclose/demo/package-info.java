/**
 * The demo: plays socket misuse and its legal neighbours, one scenario per rule, against a peer in a second process. A
 * pure JDK program: the agent is told nothing and finds out by itself.
 */
@NullMarked
package io.tcpclose.demo;

import org.jspecify.annotations.NullMarked;
