package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Late attach: a descriptor that was there before the agent is taken in the first time it is used. Pipes, Unix-domain and
 * other descriptors get {@link Tracing#NOT_OURS}, so that the question is asked once per descriptor. Linux only: elsewhere
 * nothing tells a TCP descriptor from a Unix-domain one, and older connections stay untracked.
 */
final class Adoption {
    // asm-generic/socket.h and bits/socket.h
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_DOMAIN = 39;
    private static final int SOCK_STREAM = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private static final @Nullable MethodHandle LOCAL =
            KernelCalls.find("localAddress", InetSocketAddress.class, FileDescriptor.class);
    private static final @Nullable MethodHandle LOCAL_HOST =
            KernelCalls.find("localInetAddress", InetAddress.class, FileDescriptor.class);
    private static final @Nullable MethodHandle REMOTE =
            KernelCalls.find("remoteAddress", InetSocketAddress.class, FileDescriptor.class);
    private static final @Nullable MethodHandle OPTION =
            KernelCalls.find("getIntOption0", int.class, FileDescriptor.class, boolean.class, int.class, int.class);

    private Adoption() {}

    /** Whether this JDK and system let a late attach take in the connections it meets. */
    static boolean isPossible() {
        return LOCAL != null && REMOTE != null && OPTION != null && "Linux".equals(System.getProperty("os.name"));
    }

    static @Nullable Connection adopt(FileDescriptor descriptor) {
        int fd = ConnectionTable.number(descriptor);
        if (fd < 0) return null;
        try {
            if (isConnectedTcp(descriptor))
                return LifecycleHooks.adopted(descriptor, fd, local(descriptor), remote(descriptor));
        } catch (Throwable notConnected) {
            // getsockopt or getpeername said no: no socket, or none that is connected
        }
        ConnectionTable.putIfFree(fd, Tracing.NOT_OURS);
        return null;
    }

    /**
     * getsockname(2): the SocketImpl of an accepted Socket knows its port only. Not by {@code Net.localAddress}, which asks
     * twice, and both are paid by every accept.
     */
    static @Nullable InetAddress localAddress(FileDescriptor descriptor) {
        MethodHandle host = LOCAL_HOST;
        try {
            return host == null ? null : LocalAddresses.intern((InetAddress) host.invokeExact(descriptor));
        } catch (Throwable e) {
            return null;
        }
    }

    private static boolean isConnectedTcp(FileDescriptor descriptor) throws Throwable {
        if (option(descriptor, SO_TYPE) != SOCK_STREAM) return false;
        int domain = option(descriptor, SO_DOMAIN);
        return domain == AF_INET || domain == AF_INET6;
    }

    private static int option(FileDescriptor descriptor, int name) throws Throwable {
        MethodHandle option = OPTION;
        return option == null ? -1 : (int) option.invokeExact(descriptor, false, SOL_SOCKET, name);
    }

    private static InetSocketAddress local(FileDescriptor descriptor) throws Throwable {
        MethodHandle local = LOCAL;
        if (local == null) throw new IllegalStateException();
        return (InetSocketAddress) local.invokeExact(descriptor);
    }

    private static InetSocketAddress remote(FileDescriptor descriptor) throws Throwable {
        MethodHandle remote = REMOTE;
        if (remote == null) throw new IllegalStateException();
        return (InetSocketAddress) remote.invokeExact(descriptor);
    }
}
