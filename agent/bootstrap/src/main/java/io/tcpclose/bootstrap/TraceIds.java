package io.tcpclose.bootstrap;

import org.jspecify.annotations.Nullable;

/** Which trace a thread was in, in the words of the application's tracing library. Short and printable, or not there at all. */
public final class TraceIds {
    private static final int MAX_LENGTH = 64;

    public final String traceId;
    public final @Nullable String spanId;

    private TraceIds(String traceId, @Nullable String spanId) {
        this.traceId = traceId;
        this.spanId = spanId;
    }

    /** Null where there is no trace: no id, or the one of all zeros that OpenTelemetry has for "none". */
    public static @Nullable TraceIds of(@Nullable String traceId, @Nullable String spanId) {
        if (traceId == null || !isId(traceId)) return null;
        return new TraceIds(traceId, spanId != null && isId(spanId) ? spanId : null);
    }

    /** From the spellings that are in use. */
    public static @Nullable TraceIds ofAny(
            @Nullable String camelTrace,
            @Nullable String snakeTrace,
            @Nullable String lowerTrace,
            @Nullable String camelSpan,
            @Nullable String snakeSpan,
            @Nullable String lowerSpan) {
        return of(first(camelTrace, snakeTrace, lowerTrace), first(camelSpan, snakeSpan, lowerSpan));
    }

    private static @Nullable String first(@Nullable String a, @Nullable String b, @Nullable String c) {
        if (a != null) return a;
        return b != null ? b : c;
    }

    /** It goes into logs as it is: what an application put there could be anything. */
    private static boolean isId(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) return false;
        boolean none = true;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!isPlain(c)) return false;
            none &= c == '0';
        }
        return !none;
    }

    private static boolean isPlain(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || "-_.:/+=".indexOf(c) >= 0;
    }
}
