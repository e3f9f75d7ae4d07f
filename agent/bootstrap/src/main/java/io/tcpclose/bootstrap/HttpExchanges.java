package io.tcpclose.bootstrap;

import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/** Initialised when the JDK's HTTP client first connects: most applications have none. */
final class HttpExchanges {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final @Nullable Class<?> TYPE = load();
    private static final long REQUEST = Descriptors.offset(TYPE, "multi");

    private HttpExchanges() {}

    /** Its module is the platform loader's, not the boot loader's; the class is there, since an object of it is. */
    private static @Nullable Class<?> load() {
        try {
            return Class.forName("jdk.internal.net.http.Exchange", false, ClassLoader.getPlatformClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** The request that an exchange is a try of; null where this JDK keeps it elsewhere. */
    static @Nullable Object request(Object exchange) {
        return TYPE != null && REQUEST >= 0 && TYPE.isInstance(exchange)
                ? UNSAFE.getReference(exchange, REQUEST)
                : null;
    }
}
