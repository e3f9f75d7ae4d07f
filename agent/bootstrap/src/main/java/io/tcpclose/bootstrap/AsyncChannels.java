package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import org.jspecify.annotations.Nullable;

/** Initialised when the first asynchronous channel is met: most applications have none, and its classes are woven only then. */
final class AsyncChannels {
    private static final @Nullable Class<?> TYPE = Descriptors.load("sun.nio.ch.AsynchronousSocketChannelImpl");
    private static final long FD = Descriptors.offset(TYPE, "fd");

    private AsyncChannels() {}

    /** @return null where the object is no asynchronous channel */
    static @Nullable FileDescriptor descriptor(Object owner) {
        if (TYPE != null && TYPE.isInstance(owner)) return (FileDescriptor) Descriptors.read(owner, FD);
        return AsyncListeners.descriptor(owner);
    }
}
