package io.tcpclose.bootstrap;

import java.io.FileDescriptor;

/**
 * What the kernel knew when a connection was closed: had the peer's FIN or RST come, was anything unread. At most two system
 * calls a close, none where end-of-file was read and nothing written since.
 */
final class CloseProbe {
    /** A write after the peer's end may have been answered by RST, which a later end-of-file hides from the application. */
    private static final int WROTE_AFTER_END = Connection.WROTE_AFTER_EOF | Connection.WROTE_AFTER_FIN;

    private CloseProbe() {}

    /** A connection that the kernel gave up looks the same, and that was told. */
    private static boolean isReset(Connection c, int ready) {
        boolean error = (ready & KernelCalls.POLLERR) != 0;
        return !c.has(Connection.TIMED_OUT) && (error || KernelCalls.isReset(c, ready));
    }

    /** Before the JDK does anything: afterwards the peer may already answer our own FIN, and who closed first is lost. */
    static void before(Connection c, FileDescriptor descriptor) {
        if (!c.has(Connection.CONNECTED) || c.has(Connection.CLOSE_PROBED)) return;
        if (c.has(Connection.EOF_READ) && !c.has(WROTE_AFTER_END)) {
            c.set(Connection.CLOSE_PROBED | Connection.FIN_AT_CLOSE);
            return;
        }
        int ready = KernelCalls.poll(descriptor);
        if (ready < 0) return;
        int seen = Connection.CLOSE_PROBED;
        boolean finOrRst = (ready & (KernelCalls.POLLRDHUP | KernelCalls.POLLHUP)) != 0;
        // Own shutdownInput sets RDHUP as well (tcp_poll: sk_shutdown & RCV_SHUTDOWN).
        if (finOrRst && !c.has(Connection.INPUT_SHUT)) seen |= Connection.FIN_AT_CLOSE;
        if (isReset(c, ready)) seen |= Connection.RST_AT_CLOSE;
        if ((ready & KernelCalls.POLLIN) != 0) seen |= Connection.READABLE_AT_CLOSE;
        c.set(seen);
    }

    /** Just before close(2) or dup2(2): what is unread now makes the kernel answer with RST (tcp_close, RFC 1122 4.2.2.13). */
    static void atRelease(Connection c, FileDescriptor descriptor) {
        if (!c.has(Connection.CONNECTED)) return;
        if (!c.has(Connection.CLOSE_PROBED)) before(c, descriptor);
        boolean surelyEmpty = c.has(Connection.CLOSE_PROBED)
                && !c.has(Connection.READABLE_AT_CLOSE | Connection.CLOSE_RETURNED | Connection.SSL_SOCKET);
        c.unreadAtClose = surelyEmpty ? 0 : KernelCalls.available(descriptor);
    }
}
