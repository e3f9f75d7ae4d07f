package io.tcpclose.it.peer;

import io.tcpclose.it.app.OwnSockets;
import java.io.FileDescriptor;
import java.lang.reflect.Method;
import java.net.Socket;

/**
 * A peer whose machine is gone, without privileges: its kernel drops every packet for the connection whose TTL is below
 * IP_MINTTL (ip(7)), so that nothing is acknowledged, and neither FIN nor RST ever goes out. Loopback sends with 64.
 */
final class Vanishing {
    private static final int IPPROTO_IP = 0;
    private static final int IP_MINTTL = 21;

    private Vanishing() {}

    static void vanish(Socket socket) throws Exception {
        Class<?> net = Class.forName("sun.nio.ch.Net");
        Method setOption = net.getDeclaredMethod(
                "setIntOption0", FileDescriptor.class, boolean.class, int.class, int.class, int.class, boolean.class);
        setOption.setAccessible(true);
        FileDescriptor descriptor = OwnSockets.descriptor(socket.getLocalPort(), socket.getPort());
        setOption.invoke(null, descriptor, false, IPPROTO_IP, IP_MINTTL, 255, false);
    }
}
