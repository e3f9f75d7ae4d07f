package io.tcpclose.instrument.advice;

import io.tcpclose.bootstrap.FoundRegistries;
import net.bytebuddy.asm.Advice;

/** In an application's Micrometer. */
public final class RegistryAdvice {
    private RegistryAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object registry) {
        FoundRegistries.seen(registry);
    }
}
