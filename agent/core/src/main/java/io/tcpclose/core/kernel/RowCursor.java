package io.tcpclose.core.kernel;

/**
 * Reads the fields of one line from left to right. The first field that is not what was asked for breaks it: from then on
 * everything is 0, and one question at the end tells.
 */
final class RowCursor {
    private byte[] bytes = {};
    private int at;
    private int end;
    private boolean broken;

    void on(LineReader line) {
        on(line.bytes(), line.from(), line.to());
    }

    void on(byte[] line, int from, int to) {
        bytes = line;
        at = from;
        end = to;
        broken = false;
    }

    boolean isBroken() {
        return broken;
    }

    private int peek() {
        return at < end ? bytes[at] : -1;
    }

    void expect(char c) {
        if (peek() == c) {
            at++;
        } else {
            broken = true;
        }
    }

    /** Spaces, any number. */
    void indent() {
        while (peek() == ' ') {
            at++;
        }
    }

    /** Spaces, at least one. */
    void blanks() {
        expect(' ');
        indent();
    }

    /** A field of no interest, whatever it holds, and the spaces behind it. */
    void skip() {
        int start = at;
        while (at < end && bytes[at] > ' ') {
            at++;
        }
        broken |= at == start;
        blanks();
    }

    /** Exactly so many hexadecimal digits, 8 at most. */
    int hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            value = value << 4 | hexDigit();
        }
        return value;
    }

    private int hexDigit() {
        int c = peek();
        at++;
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        // The kernel prints capitals; the bit makes them small ones.
        int letter = (c | 0x20) - 'a';
        broken |= letter < 0 || letter > 5;
        return letter + 10;
    }

    /** A decimal number without a sign; one beyond Long.MAX_VALUE breaks the line. */
    long number() {
        int start = at;
        long value = 0;
        for (int digit = peek() - '0'; digit >= 0 && digit <= 9; digit = peek() - '0') {
            broken |= value > (Long.MAX_VALUE - digit) / 10;
            value = value * 10 + digit;
            at++;
        }
        broken |= at == start;
        return value;
    }

    /** Nothing or a space comes next: the field before is complete. */
    void endOfField() {
        broken |= at < end && bytes[at] != ' ';
    }
}
