package io.tcpclose.it.life;

import java.util.List;

/** The life lines of every kind of connection. */
public final class LifeSuites {
    public static final List<Class<?>> ALL = List.of(
            SocketLife.class,
            ChannelLife.class,
            SelectorLife.class,
            AsyncLife.class,
            TlsLife.class,
            LibraryLife.class,
            VirtualThreadLife.class);

    private LifeSuites() {}
}
