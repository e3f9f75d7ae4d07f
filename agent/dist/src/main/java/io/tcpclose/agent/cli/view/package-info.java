/**
 * Tables for a person in front of a terminal.
 */
@NullMarked
package io.tcpclose.agent.cli.view;

import org.jspecify.annotations.NullMarked;
