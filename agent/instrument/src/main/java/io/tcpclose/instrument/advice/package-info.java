/**
 * The code that is inlined into java.base: each advice is one call into the boot package, so that the logic lives where a
 * debugger and a unit test reach it. Never called here; never a lambda, a field or a helper method; always
 * {@code suppress = Throwable.class}, since Byte Buddy's default suppresses nothing.
 */
@NullMarked
package io.tcpclose.instrument.advice;

import org.jspecify.annotations.NullMarked;
