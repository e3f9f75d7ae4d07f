package io.tcpclose.agent.options;

import io.tcpclose.core.filter.Quoted;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** {@code none}, or tags that every back end takes as they are, so that none of them has to rename one. */
record TagsKind() implements Kind {
    private static final String NONE = "none";
    private static final int MAX_TAGS = 16;
    private static final int MAX_CHARS = 128;

    /** The keys that our own meters have, and two that Prometheus gives to buckets and quantiles. */
    private static final Set<String> TAKEN = Set.of(
            "state",
            "role",
            "kind",
            "how",
            "first",
            "side",
            "eof",
            "reason",
            "verdict",
            "direction",
            "outcome",
            "rule",
            "severity",
            "site",
            "endpoint",
            "with",
            "port",
            "event",
            "scope",
            "version",
            "where",
            "source",
            "name",
            "le",
            "quantile");

    @Override
    public @Nullable Object parse(String text, List<String> why) {
        Map<String, String> tags = new LinkedHashMap<>();
        StringTokenizer pieces = new StringTokenizer(text.equalsIgnoreCase(NONE) ? "" : text, ";");
        while (pieces.hasMoreTokens() && why.isEmpty()) {
            String piece = pieces.nextToken().trim();
            if (!piece.isEmpty()) {
                add(piece, tags, why);
            }
        }
        return why.isEmpty() ? new Tags(Collections.unmodifiableMap(tags)) : null;
    }

    private static void add(String piece, Map<String, String> tags, List<String> why) {
        int colon = piece.indexOf(':');
        String key = piece.substring(0, Math.max(colon, 0)).trim();
        String value = piece.substring(colon + 1).trim();
        String wrong = colon < 0 ? "a tag is key:value" : wrong(key, value);
        if (wrong == null && tags.put(key, value) != null) {
            wrong = "this key is there twice";
        } else if (tags.size() > MAX_TAGS) {
            wrong = "there are more than 16 tags";
        }
        if (wrong != null) {
            why.add(Quoted.of(piece) + ": " + wrong);
        }
    }

    private static @Nullable String wrong(String key, String value) {
        if (!isKey(key)) {
            return "a key has only letters, digits and _, and starts with neither a digit nor __";
        } else if (TAKEN.contains(key)) {
            return "the meters have a tag of this key themselves";
        }
        boolean allowed = value.length() <= MAX_CHARS && isPrintable(value);
        return allowed ? null : "a value has 1 to 128 printable characters";
    }

    private static boolean isKey(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !key.isEmpty() && !key.startsWith("__");
    }

    /** Half of a pair of surrogates has no bytes in UTF-8. */
    private static boolean isPrintable(String value) {
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            int type = Character.getType(value.codePointAt(i));
            boolean printable = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR
                    && type != Character.SURROGATE;
            if (!printable) {
                return false;
            }
        }
        return !value.isEmpty();
    }

    @Override
    public String allowed() {
        return "none or a list such as application:orders;env:prod";
    }

    @Override
    public String show(Object value) {
        return ((Tags) value).values().isEmpty() ? NONE : value.toString();
    }
}
