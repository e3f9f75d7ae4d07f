package io.tcpclose.export.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request of HTTP/1 (RFC 9112), with nothing behind it: bodies are refused.
 *
 * @param path as it came: no path of ours needs decoding
 * @param query decoded, in its order, each name once
 * @param headers by lower-case name
 * @param chunks whether the reader knows of chunks: HTTP/1.1
 */
record Request(String method, String path, Map<String, String> query, Map<String, String> headers, boolean chunks) {
    private static final int LONGEST_LINE = 8_192;
    private static final int MOST_PARAMETERS = 64;

    /** @param head up to the empty line, one char a byte */
    static Request parse(String head) throws Refusal {
        List<String> lines = head.lines().toList();
        String line = lines.isEmpty() ? "" : lines.get(0);
        if (line.length() > LONGEST_LINE) throw new Refusal(414, "the request line is too long");
        String[] words = line.split(" ", -1);
        if (words.length != 3 || words[0].isEmpty() || !words[2].startsWith("HTTP/"))
            throw new Refusal(400, "this is no request of HTTP");
        if (!words[2].matches("HTTP/1\\.[01]")) throw new Refusal(505, "HTTP/1.1 and HTTP/1.0 only");
        Map<String, String> headers = headers(lines.subList(1, lines.size()));
        boolean chunks = words[2].endsWith("1");
        if (chunks && !headers.containsKey("host")) throw new Refusal(400, "HTTP/1.1 asks for a Host header");
        if (hasBody(headers)) throw new Refusal(413, "no body is read");
        String target = originForm(words[1]);
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        return new Request(words[0], path, query(mark < 0 ? "" : target.substring(mark + 1)), headers, chunks);
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** {@code http://host/path} is allowed in every request (RFC 9112, section 3.2.2). */
    private static String originForm(String target) {
        if (!target.regionMatches(true, 0, "http://", 0, 7)) return target;
        int path = target.indexOf('/', 7);
        return path < 0 ? "/" : target.substring(path);
    }

    private static boolean hasBody(Map<String, String> headers) {
        return headers.containsKey("transfer-encoding")
                || !headers.getOrDefault("content-length", "0").strip().equals("0");
    }

    private static Map<String, String> headers(List<String> lines) throws Refusal {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon <= 0 || line.charAt(0) <= ' ') throw new Refusal(400, "a header line is malformed");
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String before = headers.put(name, line.substring(colon + 1).strip());
            if (before == null) continue;
            if (name.equals("host") || name.equals("authorization")) throw new Refusal(400, "a header was given twice");
            headers.merge(name, before, (last, first) -> first + ", " + last);
        }
        return headers;
    }

    private static Map<String, String> query(String text) throws Refusal {
        Map<String, String> query = new LinkedHashMap<>();
        if (text.isEmpty()) return query;
        for (String part : text.split("&", MOST_PARAMETERS)) {
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
            if (query.put(name, value) != null) throw new Refusal(400, "a parameter was given twice");
        }
        return query;
    }

    private static String decoded(String text) throws Refusal {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "the query is not well encoded");
        }
    }
}
