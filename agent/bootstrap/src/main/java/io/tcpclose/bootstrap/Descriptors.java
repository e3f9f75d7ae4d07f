package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.net.Socket;
import java.net.SocketImpl;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;
import sun.nio.ch.SelChImpl;

/**
 * From a socket object of the JDK to its descriptor, by field offsets: no method is called that an application may have
 * overridden, and no access check stands in the way.
 */
final class Descriptors {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long NUMBER = offset(FileDescriptor.class, "fd");
    private static final long IMPL_FD = offset(SocketImpl.class, "fd");
    private static final long SOCKET_IMPL = offset(Socket.class, "impl");
    /** SocksSocketImpl and HttpConnectSocketImpl wrap the impl that owns the descriptor. */
    private static final @Nullable Class<?> DELEGATING = load("java.net.DelegatingSocketImpl");

    private static final long DELEGATE = offset(DELEGATING, "delegate");
    private static final @Nullable Class<?> ADAPTOR = load("sun.nio.ch.SocketAdaptor");
    private static final long ADAPTOR_CHANNEL = offset(ADAPTOR, "sc");

    private Descriptors() {}

    /** @return null where the object has no descriptor, or none that we know how to find */
    static @Nullable FileDescriptor of(@Nullable Object owner) {
        if (owner instanceof SocketImpl) return ofImpl(owner);
        if (owner instanceof SelChImpl) return ((SelChImpl) owner).getFD();
        if (owner instanceof Socket) return ofSocket(owner);
        return owner == null ? null : AsyncChannels.descriptor(owner);
    }

    private static @Nullable FileDescriptor ofSocket(Object socket) {
        if (ADAPTOR != null && ADAPTOR.isInstance(socket)) return of(read(socket, ADAPTOR_CHANNEL));
        return ofImpl(read(socket, SOCKET_IMPL));
    }

    private static @Nullable FileDescriptor ofImpl(@Nullable Object impl) {
        Object owner = impl;
        while (DELEGATING != null && DELEGATING.isInstance(owner)) owner = read(owner, DELEGATE);
        return owner instanceof SocketImpl ? (FileDescriptor) read(owner, IMPL_FD) : null;
    }

    /** Null where this JDK has no such field. */
    static @Nullable Object read(Object owner, long offset) {
        return offset == PrivateLinks.NONE ? null : UNSAFE.getReference(owner, offset);
    }

    /**
     * The number of an open one, -1 of a closed one. By its field, which native code of the JDK reads too: no other
     * link is as old.
     */
    static int number(FileDescriptor descriptor) {
        if (NUMBER != PrivateLinks.NONE) return UNSAFE.getInt(descriptor, NUMBER);
        return SharedSecrets.getJavaIOFileDescriptorAccess().get(descriptor);
    }

    /** One that stands for this number and does not own it. */
    static FileDescriptor withNumber(int number) {
        FileDescriptor descriptor = new FileDescriptor();
        if (NUMBER != PrivateLinks.NONE) UNSAFE.putInt(descriptor, NUMBER, number);
        else SharedSecrets.getJavaIOFileDescriptorAccess().set(descriptor, number);
        return descriptor;
    }

    /** Without initialising the class. */
    static @Nullable Class<?> load(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    static long offset(@Nullable Class<?> owner, String field) {
        return PrivateLinks.offset(owner, field);
    }
}
