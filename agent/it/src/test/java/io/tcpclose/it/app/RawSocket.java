package io.tcpclose.it.app;

import java.io.FileDescriptor;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A TCP connection of this process that no API of the JDK has opened, as native code does it: straight from its natives. */
public final class RawSocket {
    private static final boolean IPV6 = false;

    private RawSocket() {}

    /** Connects, and returns the local port. Nothing ever closes it. Needs {@link Holder#opens}. */
    public static int connect(InetSocketAddress address) throws Exception {
        Class<?> net = Class.forName("sun.nio.ch.Net");
        Method socket = net.getDeclaredMethod("socket0", boolean.class, boolean.class, boolean.class, boolean.class);
        Method connect =
                net.getDeclaredMethod("connect0", boolean.class, FileDescriptor.class, InetAddress.class, int.class);
        Method localPort = net.getDeclaredMethod("localPort", FileDescriptor.class);
        socket.setAccessible(true);
        connect.setAccessible(true);
        localPort.setAccessible(true);
        FileDescriptor descriptor = OwnSockets.descriptor((int) socket.invoke(null, IPV6, true, false, false));
        connect.invoke(null, IPV6, descriptor, address.getAddress(), address.getPort());
        return (int) localPort.invoke(null, descriptor);
    }
}
