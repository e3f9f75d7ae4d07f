package io.tcpclose.agent.trace;

import io.tcpclose.instrument.TraceReaderClass;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/** One reader over one application's library; the boot classes come from the boot loader, whatever the application's loader hides. */
final class ReaderLoader extends ClassLoader {
    private static final String BOOT = "io.tcpclose.bootstrap.";
    /** What it calls has no less permissions for being called by us. */
    private static final ProtectionDomain DOMAIN = ReaderLoader.class.getProtectionDomain();

    /** @param application null for the boot loader */
    ReaderLoader(@Nullable ClassLoader application) {
        super(application);
    }

    Class<?> define(byte[] bytes) {
        return defineClass(TraceReaderClass.NAME, bytes, 0, bytes.length, DOMAIN);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return name.startsWith(BOOT) ? Class.forName(name, false, null) : super.loadClass(name, resolve);
    }
}
