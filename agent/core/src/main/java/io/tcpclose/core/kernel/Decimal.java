package io.tcpclose.core.kernel;

/** Numbers in a text, ASCII only: the JDK's parsers also take signs and the digits of other scripts. */
final class Decimal {
    private Decimal() {}

    /** The number, or -1 when there is anything but digits, nothing at all, or more than Long.MAX_VALUE. */
    static long parse(String text, int from, int to) {
        long value = from < to ? 0 : -1;
        for (int i = from; i < to && value >= 0; i++) {
            value = append(value, text.charAt(i) - '0');
        }
        return value;
    }

    private static long append(long value, int digit) {
        boolean fits = digit >= 0 && digit <= 9 && value <= (Long.MAX_VALUE - digit) / 10;
        return fits ? value * 10 + digit : -1;
    }
}
