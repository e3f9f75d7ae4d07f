package io.tcpclose.core.filter;

/** Foreign text inside a line for a person: it can neither start a line of its own nor steer a terminal. */
public final class Quoted {
    static final int MAX_CHARS = 80;

    private Quoted() {}

    /** The text in single quotes, at most 80 characters of it, each that is not printable as {@code ?}. */
    public static String of(String text) {
        int length = Math.min(text.length(), MAX_CHARS);
        StringBuilder out = new StringBuilder(length + 5).append('\'');
        for (int i = 0; i < length; i++) {
            out.append(printable(text.charAt(i)));
        }
        return out.append(text.length() > MAX_CHARS ? "...'" : "'").toString();
    }

    private static char printable(char c) {
        int type = Character.getType(c);
        boolean steers = Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
        return steers ? '?' : c;
    }
}
