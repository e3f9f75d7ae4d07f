package io.tcpclose.demo;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketImpl;
import java.nio.channels.SocketChannel;
import java.util.Map;

/**
 * What native code in a JVM does to sockets, without native code: the JDK's own private natives, called past all that
 * usually stands before them. The manifest opens the packages for it (Add-Opens).
 */
public final class Natives {
    private static final String NET = "sun.nio.ch.Net";
    private static final String CHANNEL = "sun.nio.ch.SelChImpl";
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_LINGER2 = 8;
    private static final int IP_MINTTL = 21;
    private static final int MORE_THAN_LOOPBACK_SENDS = 255;

    private Natives() {}

    /**
     * Makes the machine of this socket's owner as good as gone for its peer: the kernel drops all that comes with a TTL below
     * IP_MINTTL (ip(7)), so that nothing is acknowledged and neither FIN nor RST ever goes out.
     */
    static void vanish(Socket socket) throws IOException {
        option(socket, IPPROTO_IP, IP_MINTTL, MORE_THAN_LOOPBACK_SENDS);
    }

    /** The orphan that close leaves in FIN_WAIT_2 lives for a second, not for tcp_fin_timeout. */
    static void forgetFinWait2(Socket socket) throws IOException {
        option(socket, IPPROTO_TCP, TCP_LINGER2, 1);
    }

    private static void option(Socket socket, int level, int name, int value) throws IOException {
        try {
            Object impl = field(Socket.class, "impl").get(socket);
            FileDescriptor descriptor =
                    (FileDescriptor) field(SocketImpl.class, "fd").get(impl);
            Class<?> number = int.class;
            method(NET, "setIntOption0", FileDescriptor.class, boolean.class, number, number, number, boolean.class)
                    .invoke(null, descriptor, false, level, name, value, false);
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }

    /** A connection that no class of the JDK knows of. Nothing closes it but what is returned. */
    public static Closeable connect(InetSocketAddress address) throws ReflectiveOperationException {
        Class<?> flag = boolean.class;
        int number = (int) method(NET, "socket0", flag, flag, flag, flag).invoke(null, false, true, false, false);
        method(NET, "connect0", flag, FileDescriptor.class, InetAddress.class, int.class)
                .invoke(null, false, descriptor(number), address.getAddress(), address.getPort());
        return () -> close(number);
    }

    /** Closes the channel's descriptor whatever becomes of the channel; it knows the number and keeps no object alive. */
    public static Closeable descriptorOf(SocketChannel channel) throws ReflectiveOperationException {
        int number = (int) method(CHANNEL, "getFDVal").invoke(channel);
        return () -> close(number);
    }

    private static void close(int number) throws IOException {
        try {
            method(FileDescriptor.class.getName(), "close").invoke(descriptor(number));
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }

    private static FileDescriptor descriptor(int number) throws ReflectiveOperationException {
        Constructor<FileDescriptor> constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
        constructor.setAccessible(true);
        return constructor.newInstance(number);
    }

    /**
     * A child process that has the socket as its descriptor 0, as after a fork. A ProcessBuilder closes all descriptors that it
     * does not redirect, so this is the redirect that a pipeline uses between its processes.
     */
    public static Process share(SocketChannel channel, String... command) throws ReflectiveOperationException {
        Object descriptor = method(CHANNEL, "getFD").invoke(channel);
        Class<?> type = Class.forName("java.lang.ProcessBuilder$RedirectPipeImpl");
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Redirect socket = (Redirect) constructor.newInstance();
        field(type, "fd").set(socket, descriptor);
        Redirect[] redirects = {socket, Redirect.DISCARD, Redirect.DISCARD};
        return (Process) method(
                        "java.lang.ProcessImpl",
                        "start",
                        String[].class,
                        Map.class,
                        String.class,
                        Redirect[].class,
                        boolean.class)
                .invoke(null, command, null, null, redirects, false);
    }

    private static Method method(String type, String name, Class<?>... parameters) throws ReflectiveOperationException {
        Method method = Class.forName(type).getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
