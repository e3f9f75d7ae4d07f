package io.tcpclose.core.filter;

/** A pattern with {@code *} (any run of characters, also none) and {@code ?} (one). Never worse than quadratic. */
record Glob(String pattern, boolean ignoreCase) {

    boolean matches(String text) {
        return matches(text, text.length());
    }

    /** Whether the first {@code end} characters match. */
    boolean matches(String text, int end) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < end) {
            if (isStar(p)) {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && same(pattern.charAt(p), text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (isStar(p)) {
            p++;
        }
        return p == pattern.length();
    }

    private boolean isStar(int at) {
        return at < pattern.length() && pattern.charAt(at) == '*';
    }

    private boolean same(char wanted, char c) {
        return wanted == '?'
                || wanted == c
                || (ignoreCase && Character.toLowerCase(wanted) == Character.toLowerCase(c));
    }
}
