/**
 * What lives in the boot loader, beside the JDK classes that are woven: the hooks, the hot record of a connection, the
 * table that finds it by descriptor number.
 *
 * <p>THIS PACKAGE MAY USE NOTHING BUT java.base, and no lambda, no indy string concatenation, no enum switch: its code runs
 * inside {@code read} and {@code write} of sockets, under the JDK's own locks, where a first class load can deadlock.
 */
@NullMarked
package io.tcpclose.bootstrap;

import org.jspecify.annotations.NullMarked;
