package io.tcpclose.bootstrap;

import jdk.internal.misc.Unsafe;

/**
 * TLS as it shows on the wire, whoever speaks it: the record header (RFC 8446, 5.1: type, version, length), five bytes that are
 * never encrypted. It is looked at in the first few reads and writes of a connection, so that a handshake after a plain prelude
 * (STARTTLS of SMTP, the SSLRequest of PostgreSQL) is met too; nothing of it is kept but the type.
 *
 * <p>Called in the rare branch of read and write, with the buffer that read(2) filled or that write(2) is about to send.
 */
final class TlsRecords {
    static final byte NONE = 0;
    static final byte ALERT = 21;
    static final byte HANDSHAKE = 22;
    static final byte APPLICATION = 23;
    private static final byte CHANGE_CIPHER_SPEC = 20;

    /** Reads, and writes, that are looked at: a STARTTLS later than that is told by its SSLSocket, or not at all. */
    static final int LOOKS = 8;

    private static final int HEADER = 5;
    /** RFC 8446, 5.2: 2^14 and 256; RFC 5246, 6.2.3: 2^14 and 2048. */
    private static final int MAX_LENGTH = (1 << 14) + 2048;
    /** An alert of TLS 1.3 looks like data: two bytes, the inner type and an authentication tag of 16 (RFC 8446, 5.2 and 6). */
    private static final int ENCRYPTED_ALERT = 2 + 1 + 16;
    /** JSSE pads it by 16 zeros (SSLCipher, T13 write ciphers). */
    private static final int PADDED_ALERT = ENCRYPTED_ALERT + 16;

    private static final int MAX_VECTORS = 16;
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final int POINTER = UNSAFE.addressSize();

    private TlsRecords() {}

    /** The type of the record that begins there, or {@link #NONE}. */
    static byte typeAt(long address, long bytes) {
        if (address == 0 || bytes < HEADER) return NONE;
        byte type = UNSAFE.getByte(address);
        boolean known = type >= CHANGE_CIPHER_SPEC && type <= APPLICATION;
        boolean version = UNSAFE.getByte(address + 1) == 3 && UNSAFE.getByte(address + 2) <= 4;
        int length = lengthAt(address);
        return known && version && length > 0 && length <= MAX_LENGTH ? type : NONE;
    }

    private static int lengthAt(long address) {
        return (UNSAFE.getByte(address + 3) & 0xff) << 8 | UNSAFE.getByte(address + 4) & 0xff;
    }

    /** Whether all that is there is alerts: of TLS 1.2 and before by their type, of TLS 1.3 by their size. */
    static boolean areAlerts(long address, long bytes) {
        long at = address;
        long end = address + bytes;
        while (at < end) {
            byte type = typeAt(at, end - at);
            if (type != ALERT && !(type == APPLICATION && isAlertLong(at))) return false;
            at += HEADER + lengthAt(at);
        }
        return bytes > 0 && at == end;
    }

    private static boolean isAlertLong(long address) {
        int length = lengthAt(address);
        return length == ENCRYPTED_ALERT || length == PADDED_ALERT;
    }

    /** Whether that record is data or a Finished under encryption, and no alert. */
    static boolean isContent(long address, long bytes) {
        return typeAt(address, bytes) == APPLICATION && !isAlertLong(address);
    }

    // --- struct iovec { void *iov_base; size_t iov_len; }, as readv(2) and writev(2) take it ---

    static long firstBase(long vectors) {
        return UNSAFE.getAddress(vectors);
    }

    static long firstLength(long vectors) {
        return UNSAFE.getAddress(vectors + POINTER);
    }

    /** As {@link #areAlerts}, of all the buffers. */
    static boolean areAlertsIn(long vectors, int count) {
        if (count <= 0 || count > MAX_VECTORS) return false;
        for (int i = 0; i < count; i++) {
            long vector = vectors + 2L * POINTER * i;
            long length = firstLength(vector);
            if (length > 0 && !areAlerts(firstBase(vector), length)) return false;
        }
        return true;
    }

    static long bytesIn(long vectors, int count) {
        long bytes = 0;
        for (int i = 0; i < count; i++) bytes += firstLength(vectors + 2L * POINTER * i);
        return bytes;
    }
}
