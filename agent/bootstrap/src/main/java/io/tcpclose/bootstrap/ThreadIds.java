package io.tcpclose.bootstrap;

import jdk.internal.misc.Unsafe;

/** Thread identities without calling {@code Thread.getId()}, which an application may override on 17. */
final class ThreadIds {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long TID = Descriptors.offset(Thread.class, "tid");

    private ThreadIds() {}

    static long of(Thread thread) {
        return TID == PrivateLinks.NONE ? System.identityHashCode(thread) : UNSAFE.getLong(thread, TID);
    }
}
