package io.tcpclose.export;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Times as {@link Text#utc} writes them, of which many fall into one second: a formatter is asked once for each. For
 * one thread.
 */
final class UtcText {
    /** Of a whole second, up to where its digits begin. */
    private static final String WHOLE = "000Z";

    private long second = Long.MIN_VALUE;
    private String begin = "";

    String of(Instant time) {
        if (time.getEpochSecond() != second) {
            String text = Text.utc(Instant.ofEpochSecond(time.getEpochSecond()));
            if (!text.endsWith("." + WHOLE)) {
                return Text.utc(time);
            }
            second = time.getEpochSecond();
            begin = text.substring(0, text.length() - WHOLE.length());
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(time.getNano());
        return begin + millis / 100 + millis / 10 % 10 + millis % 10 + "Z";
    }
}
