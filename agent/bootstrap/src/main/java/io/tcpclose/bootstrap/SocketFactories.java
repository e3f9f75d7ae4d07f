package io.tcpclose.bootstrap;

import java.lang.reflect.Field;
import java.net.ServerSocket;
import java.net.Socket;
import jdk.internal.misc.Unsafe;

/** Whether the application has put a SocketImplFactory in place: a socket of the agent's own would then be the application's. */
public final class SocketFactories {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private SocketFactories() {}

    /** Also true where this JDK does not let us tell. */
    public static boolean mayBeSet() {
        return isSet(Socket.class) || isSet(ServerSocket.class);
    }

    private static boolean isSet(Class<?> type) {
        try {
            Field factory = type.getDeclaredField("factory");
            return UNSAFE.getReferenceVolatile(UNSAFE.staticFieldBase(factory), UNSAFE.staticFieldOffset(factory))
                    != null;
        } catch (NoSuchFieldException e) {
            return true;
        }
    }
}
