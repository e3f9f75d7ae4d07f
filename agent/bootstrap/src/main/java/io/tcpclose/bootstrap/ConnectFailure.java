package io.tcpclose.bootstrap;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;

/** Why a connect failed, told from the exception; the numbers travel in {@link Step#detail}. */
public final class ConnectFailure {
    public static final int REFUSED = 1;
    public static final int TIMEOUT = 2;
    public static final int UNREACHABLE = 3;
    public static final int OTHER = 4;

    private ConnectFailure() {}

    /** ETIMEDOUT and ENETUNREACH come as ConnectException too (net_util_md.c), with errno only in the text. */
    static byte of(Throwable thrown) {
        if (thrown instanceof SocketTimeoutException) return TIMEOUT;
        if (thrown instanceof NoRouteToHostException) return UNREACHABLE;
        String message = thrown.getMessage();
        if (message == null) return OTHER;
        if (message.contains("timed out")) return TIMEOUT;
        if (message.contains("unreachable")) return UNREACHABLE;
        return thrown instanceof ConnectException && message.contains("refused") ? (byte) REFUSED : OTHER;
    }
}
