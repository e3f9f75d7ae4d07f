package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.StackMark;
import io.tcpclose.bootstrap.Step;

/**
 * Requests that the JDK repeats on a new connection where a kept one turns out to be dead: HttpURLConnection
 * (sun.net.www.http.HttpClient, parseHTTP: failedOnce). Nothing is lost, and no code of the application chose the connection.
 */
public final class JdkResends {
    private static final String HTTP_URL_CONNECTION = "sun.net.www.http.HttpClient";

    private JdkResends() {}

    /** Told by the raw stack, whose JDK frames a call site leaves out. */
    public static boolean isIt(Step write) {
        if (!(write.trace instanceof StackMark mark)) return false;
        for (StackTraceElement frame : mark.getStackTrace())
            if (frame.getClassName().equals(HTTP_URL_CONNECTION)) return true;
        return false;
    }
}
