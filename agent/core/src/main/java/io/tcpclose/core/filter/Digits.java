package io.tcpclose.core.filter;

/** Numbers in a text, ASCII only: the JDK's parsers also take signs and the digits of other scripts. */
final class Digits {
    private static final int MAX_DIGITS = 9;

    private Digits() {}

    /** The number, or -1 when there is anything but digits, a leading zero, or more than {@code max}. */
    static int number(String text, int from, int to, int max) {
        boolean leadingZero = to - from > 1 && text.charAt(from) == '0';
        int value = leadingZero ? -1 : digits(text, from, to);
        return value > max ? -1 : value;
    }

    /** The number, leading zeros allowed; -1 when there is anything but one to nine digits. */
    static int digits(String text, int from, int to) {
        if (from >= to || to - from > MAX_DIGITS) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The value of one hexadecimal digit, or -1. */
    static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
