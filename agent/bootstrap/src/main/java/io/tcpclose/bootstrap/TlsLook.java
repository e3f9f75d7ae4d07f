package io.tcpclose.bootstrap;

/** What the first records of a connection tell of it: that it speaks TLS, and when its side of the handshake is over. */
final class TlsLook {
    private TlsLook() {}

    /** Our own bytes, before they go out: a handshake begins ours, an alert may refuse the peer's. */
    static void wrote(Connection c, long address, long bytes) {
        byte type = TlsRecords.typeAt(address, bytes);
        boolean begins = type == TlsRecords.HANDSHAKE || (type == TlsRecords.ALERT && c.tlsIn != TlsRecords.NONE);
        // Met in its midst after a late attach.
        begins |= type == TlsRecords.APPLICATION && c.has(Connection.ADOPTED);
        if (begins && c.tlsOut == TlsRecords.NONE) {
            c.tlsOut = TlsRecords.HANDSHAKE;
            c.set(Connection.TLS);
        }
        if (c.has(Connection.TLS) && TlsRecords.isContent(address, bytes)) handshakeIsOver(c);
        else if (++c.looksOut >= TlsRecords.LOOKS) c.clear(Connection.LOOK_WRITE);
    }

    /** The first record under encryption: Finished in TLS 1.3, data before it. */
    private static void handshakeIsOver(Connection c) {
        c.tlsOut = TlsRecords.APPLICATION;
        c.readAtHandshake = (int) c.bytesRead;
        c.clear(Connection.LOOK_WRITE);
    }

    /** The peer's bytes, as they came. */
    static void read(Connection c, long address, long bytes) {
        byte type = TlsRecords.typeAt(address, bytes);
        if (type == TlsRecords.HANDSHAKE || type == TlsRecords.ALERT) c.tlsIn = type;
        if (c.tlsIn != TlsRecords.NONE || ++c.looksIn >= TlsRecords.LOOKS) c.clear(Connection.LOOK_READ);
    }

    /** An SSLSocket was put over a connection, maybe after a long plain prelude: its handshake comes now. */
    static void again(Connection c) {
        c.looksOut = 0;
        c.looksIn = 0;
        c.set(Connection.LOOK_READ | Connection.LOOK_WRITE);
    }
}
