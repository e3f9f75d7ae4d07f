package io.tcpclose.instrument.advice;

import net.bytebuddy.asm.Advice;

/** Asks for what no method has. */
public final class BrokenAdvice {
    private BrokenAdvice() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(99) Object none) {
        if (none != null) throw new IllegalStateException(String.valueOf(none));
    }
}
