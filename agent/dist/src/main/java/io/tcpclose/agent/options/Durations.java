package io.tcpclose.agent.options;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Durations as users write them: {@code 250ms}, {@code 10s}, {@code 5m}, {@code 1h}; zero may stand without a unit. */
public final class Durations {
    private static final int MAX_DIGITS = 9;
    private static final String[] UNITS = {"ms", "s", "m", "h"};
    private static final long[] MILLIS = {1, 1_000, 60_000, 3_600_000};

    private Durations() {}

    /** {@code null} when the text is not a duration. */
    public static @Nullable Duration parse(String text) {
        int digits = 0;
        long amount = 0;
        while (digits < text.length() && isDigit(text.charAt(digits)) && digits < MAX_DIGITS) {
            amount = amount * 10 + text.charAt(digits++) - '0';
        }
        if (digits == 0) {
            return null;
        }
        String unit = text.substring(digits);
        return unit.isEmpty() && amount == 0 ? Duration.ZERO : of(amount, unit);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static @Nullable Duration of(long amount, String unit) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit)) {
                return Duration.ofMillis(amount * MILLIS[i]);
            }
        }
        return null;
    }

    /** In the largest unit that gives a whole number: one duration has one text. No +, as it runs at every start. */
    static String show(Duration duration) {
        long millis = duration.toMillis();
        int unit = UNITS.length - 1;
        while (millis % MILLIS[unit] != 0) {
            unit--;
        }
        return millis == 0 ? "0s" : Long.toString(millis / MILLIS[unit]).concat(UNITS[unit]);
    }
}
