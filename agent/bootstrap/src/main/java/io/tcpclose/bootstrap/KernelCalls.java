package io.tcpclose.bootstrap;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * Questions to the kernel about one descriptor, through private natives of {@code sun.nio.ch.Net}. Each one reads nothing
 * from the stream and changes nothing. One that this JDK does not have answers "unknown".
 */
public final class KernelCalls {
    public static final int POLLIN = 1;
    public static final int POLLERR = 8;
    public static final int POLLHUP = 16;
    /** No descriptor has this number: closed where no hook is. */
    private static final int POLLNVAL = 32;
    /** Linux: the peer has shut its output down, also while unread bytes wait in front of its FIN. */
    public static final int POLLRDHUP = 0x2000;

    /** Numbers of {@code include/net/tcp_states.h}, as {@link #tcpInfo} tells them. */
    public static final int ESTABLISHED = 1;

    public static final int FIN_WAIT_1 = 4;
    public static final int FIN_WAIT_2 = 5;
    public static final int CLOSE = 7;
    public static final int CLOSE_WAIT = 8;
    public static final int LAST_ACK = 9;
    public static final int CLOSING = 11;

    // netinet/tcp.h
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;

    private static final @Nullable MethodHandle POLL =
            !isPollKnown(System.getProperty("os.name")) || ForcedOff.contains("poll")
                    ? null
                    : find("poll", int.class, FileDescriptor.class, int.class, long.class);
    private static final @Nullable MethodHandle AVAILABLE =
            ForcedOff.contains("unread") ? null : find("available", int.class, FileDescriptor.class);
    private static final @Nullable MethodHandle OPTION = ForcedOff.contains("tcp-info") || !isLinux()
            ? null
            : find("getIntOption0", int.class, FileDescriptor.class, boolean.class, int.class, int.class);

    private KernelCalls() {}

    /** Closes a descriptor of the agent's own that no FileDescriptor stands for. */
    public static void close(int number) {
        FileDescriptor descriptor = Descriptors.withNumber(number);
        try {
            SharedSecrets.getJavaIOFileDescriptorAccess().close(descriptor);
        } catch (IOException e) {
            // it is given back all the same
        } catch (LinkageError absent) {
            PrivateLinks.missing("JavaIOFileDescriptorAccess.close");
        }
    }

    static boolean isLinux() {
        return isPollKnown(System.getProperty("os.name"));
    }

    /** Elsewhere the bits of poll(2) have other values, and POLLRDHUP none: nothing of an answer can be read. */
    public static boolean isPollKnown(@Nullable String osName) {
        return "Linux".equals(osName);
    }

    /** Looks the method up without initialising its class: that would load native libraries in the application's place. */
    static @Nullable MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
        try {
            Class<?> net = Class.forName("sun.nio.ch.Net", false, null);
            MethodType type = MethodType.methodType(result, parameters);
            return MethodHandles.privateLookupIn(net, MethodHandles.lookup()).findStatic(net, name, type);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            PrivateLinks.missing("Net." + name);
            return null;
        }
    }

    public static boolean hasPoll() {
        return POLL != null;
    }

    public static boolean hasUnread() {
        return AVAILABLE != null;
    }

    public static boolean hasTcpInfo() {
        return OPTION != null;
    }

    /** The ready events of this descriptor at this moment, or -1 where that cannot be told. */
    static int poll(FileDescriptor descriptor) {
        MethodHandle poll = POLL;
        if (poll == null) return -1;
        try {
            int ready = (int) poll.invokeExact(descriptor, POLLIN | POLLRDHUP | POLLERR | POLLHUP, 0L);
            return (ready & POLLNVAL) == 0 ? ready : -1;
        } catch (Throwable e) {
            return -1;
        }
    }

    /** Unread bytes (FIONREAD), or -1 where that cannot be told. */
    static int available(FileDescriptor descriptor) {
        MethodHandle available = AVAILABLE;
        if (available == null) return -1;
        try {
            return (int) available.invokeExact(descriptor);
        } catch (Throwable e) {
            return -1;
        }
    }

    /**
     * The first four bytes of {@code struct tcp_info} (linux/tcp.h), the first of them lowest: state, ca_state, retransmits,
     * probes. 0 where it cannot be told, which is no state.
     */
    static int tcpInfo(FileDescriptor descriptor) {
        MethodHandle option = OPTION;
        if (option == null) return 0;
        try {
            int word = (int) option.invokeExact(descriptor, false, IPPROTO_TCP, TCP_INFO);
            return Unsafe.getUnsafe().isBigEndian() ? Integer.reverseBytes(word) : word;
        } catch (Throwable e) {
            return 0;
        }
    }

    /** As {@link #poll}, of a connection that still has its descriptor. */
    public static int ready(Connection connection) {
        FileDescriptor descriptor = descriptorOf(connection);
        int ready = descriptor == null ? -1 : poll(descriptor);
        return isStill(connection) ? ready : -1;
    }

    /** As {@link #available}, of a connection that still has its descriptor. */
    public static int unread(Connection connection) {
        FileDescriptor descriptor = descriptorOf(connection);
        int bytes = descriptor == null ? -1 : available(descriptor);
        return isStill(connection) ? bytes : -1;
    }

    /** As {@link #tcpInfo}, of a connection that still has its descriptor. */
    public static int info(Connection connection) {
        FileDescriptor descriptor = descriptorOf(connection);
        int info = descriptor == null ? 0 : tcpInfo(descriptor);
        return isStill(connection) ? info : 0;
    }

    /** Its number cannot have been given away: a connection leaves the table before close(2), and stays under a dup2 marked. */
    private static boolean isStill(Connection connection) {
        return ConnectionTable.holds(connection) && !connection.has(Connection.PRE_CLOSED);
    }

    private static @Nullable FileDescriptor descriptorOf(Connection connection) {
        FileDescriptor descriptor = connection.get();
        if (descriptor == OlderSockets.UNMET) return OlderSockets.byNumber(connection);
        return descriptor == null ? LostDescriptors.of(connection) : descriptor;
    }

    /** The peer's FIN is there, and no RST. For the writing thread, in its rare branch. */
    static boolean isInCloseWait(Connection c, int ready) {
        if (ready < 0) return (info(c) & 0xff) == CLOSE_WAIT;
        return (ready & (POLLRDHUP | POLLHUP)) == POLLRDHUP;
    }

    /**
     * The kernel's connection is over by a RST, or was given up: HUP while our own half is open means TCP_CLOSE (tcp_poll). An
     * error alone is not needed: whoever was told of it has taken it away.
     */
    static boolean isReset(Connection c, int ready) {
        boolean ownHalfOpen = !c.has(Connection.OUTPUT_SHUT | Connection.FOREIGN_SHUT);
        if (ready < 0) return ownHalfOpen && (info(c) & 0xff) == CLOSE;
        return (ready & POLLHUP) != 0 && (ownHalfOpen || (ready & POLLERR) != 0);
    }

    /** The peer's FIN, or a RST, is in the kernel. Where own shutdownInput was called this tells nothing. */
    static boolean hasPeerFin(Connection c) {
        int ready = ready(c);
        return ready > 0 && (ready & (POLLRDHUP | POLLHUP)) != 0;
    }

    /** Our FIN was sent, whatever the peer has done since. */
    static boolean ownFinWasSent(Connection c) {
        return switch (info(c) & 0xff) {
            case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK -> true;
            default -> false;
        };
    }

    /** Our FIN is out and the peer's has not come. */
    static boolean ownFinIsOut(Connection c) {
        int state = info(c) & 0xff;
        return state == FIN_WAIT_1 || state == FIN_WAIT_2;
    }
}
