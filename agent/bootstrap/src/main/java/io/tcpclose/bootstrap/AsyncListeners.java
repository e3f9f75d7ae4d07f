package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import org.jspecify.annotations.Nullable;

/** As {@link AsyncChannels}, of listeners: initialised when the first of them is met. */
final class AsyncListeners {
    private static final @Nullable Class<?> TYPE = Descriptors.load("sun.nio.ch.AsynchronousServerSocketChannelImpl");
    private static final long FD = Descriptors.offset(TYPE, "fd");

    private AsyncListeners() {}

    /** @return null where the object is no asynchronous listener */
    static @Nullable FileDescriptor descriptor(Object owner) {
        return TYPE != null && TYPE.isInstance(owner) ? (FileDescriptor) Descriptors.read(owner, FD) : null;
    }
}
