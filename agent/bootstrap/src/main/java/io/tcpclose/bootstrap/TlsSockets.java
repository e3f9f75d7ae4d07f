package io.tcpclose.bootstrap;

import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/** Loaded when the first SSLSocket is met: finding the lower socket needs JSSE's own classes. */
final class TlsSockets {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final @Nullable Class<?> BASE = Descriptors.load("sun.security.ssl.BaseSSLSocketImpl");
    private static final long SELF = Descriptors.offset(BASE, "self");

    private static final @Nullable Class<?> CONTEXT = Descriptors.load("sun.security.ssl.TransportContext");
    private static final long TRANSPORT = Descriptors.offset(CONTEXT, "transport");

    private TlsSockets() {}

    /** The SSLSocket of a TransportContext, or null where an SSLEngine has it. */
    static @Nullable Object ofContext(Object context) {
        if (CONTEXT == null || TRANSPORT < 0 || !CONTEXT.isInstance(context)) return null;
        Object transport = UNSAFE.getReference(context, TRANSPORT);
        return BASE != null && BASE.isInstance(transport) ? transport : null;
    }

    /** The Socket that owns the descriptor: the SSLSocket itself, or the one it is a layer over. */
    static @Nullable Object lower(Object sslSocket) {
        return BASE != null && BASE.isInstance(sslSocket) ? Descriptors.read(sslSocket, SELF) : null;
    }
}
