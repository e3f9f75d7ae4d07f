/**
 * What closing a connection does on Linux, one statement each: the scenarios of docs/closing-tcp.md that are no misuse of
 * their own. Played by {@code explain} only.
 */
@NullMarked
package io.tcpclose.demo.article;

import org.jspecify.annotations.NullMarked;
