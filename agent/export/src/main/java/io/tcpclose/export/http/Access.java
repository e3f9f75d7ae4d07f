package io.tcpclose.export.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may read what at the TCP port. With a token, all but {@code /healthz} wants it: as a bearer token, or as the password of a
 * browser that asks its user (RFC 7617; any user name). Without one, others than this machine get {@code /metrics} and
 * {@code /healthz} only. On loopback a request has to name an address or localhost: a page of the web that had its name point
 * here would be asking under that name. What such a page asks for under our own name is refused as well.
 */
final class Access implements Pages {
    private static final Pattern IP_V6 = Pattern.compile("\\[[0-9a-fA-F:.]+](:\\d*)?");
    private static final String HEALTH = "/healthz";

    private final Pages pages;
    private final @Nullable Token token;
    private final boolean local;

    /** @param bound where the port is. @param token null for none */
    Access(Pages pages, InetAddress bound, @Nullable String token) {
        this.pages = pages;
        this.token = token == null ? null : new Token(token);
        this.local = bound.isLoopbackAddress();
    }

    @Override
    public Cost cost(Request request) {
        return refused(request) == null ? pages.cost(request) : Cost.CHEAP;
    }

    @Override
    public Response answer(Request request) throws Refusal {
        Response refused = refused(request);
        return refused == null ? pages.answer(request) : refused;
    }

    private @Nullable Response refused(Request request) {
        if (!request.method().equals("GET"))
            return Response.text(405, "GET only").with("Allow", "GET");
        if (local && !isLocalName(request.header("host")))
            return Response.text(403, "the Host header has to be an address or localhost");
        if (request.path().equals(HEALTH)) return null;
        if (token != null && !isAuthorized(request.header("authorization"), token))
            return Response.text(401, "the token of http.token-file is asked for, as a bearer token or as a password")
                    // A line each: Chromium takes only the first scheme of a line.
                    .with("WWW-Authenticate", "Basic realm=\"tcpclose\", charset=\"UTF-8\"")
                    .with("WWW-Authenticate", "Bearer");
        if (token == null && isOfAnotherSite(request))
            return Response.text(403, "a page of another site asks, and gets nothing without a token");
        if (token == null && !local && !request.path().equals(AgentPages.METRICS))
            return Response.text(
                    403, "without http.token-file others than this machine get /metrics and /healthz only");
        return null;
    }

    /** As a browser says it (Fetch Metadata). A link that somebody follows is no such: it shows the page to nobody else. */
    private static boolean isOfAnotherSite(Request request) {
        boolean isLink = "navigate".equals(request.header("sec-fetch-mode"))
                && "document".equals(request.header("sec-fetch-dest"));
        return "cross-site".equals(request.header("sec-fetch-site")) && !isLink;
    }

    private static boolean isAuthorized(@Nullable String header, Token token) {
        if (header == null) return false;
        int end = header.indexOf(' ');
        String scheme = end < 0 ? header : header.substring(0, end);
        String credentials = end < 0 ? "" : header.substring(end).strip();
        // RFC 9110, section 11.1: in any case of letters.
        if (scheme.equalsIgnoreCase("Bearer")) return token.is(credentials.getBytes(ISO_8859_1));
        return scheme.equalsIgnoreCase("Basic") && token.is(password(credentials));
    }

    /** What follows the first colon (RFC 7617); empty where there is none, which no token is. */
    private static byte[] password(String encoded) {
        try {
            byte[] decoded = Base64.getDecoder().decode(encoded);
            for (int i = 0; i < decoded.length; i++)
                if (decoded[i] == ':') return Arrays.copyOfRange(decoded, i + 1, decoded.length);
        } catch (IllegalArgumentException notBase64) {
            // empty as well
        }
        return new byte[0];
    }

    /** Absent with HTTP/1.0, which no browser speaks. */
    static boolean isLocalName(@Nullable String host) {
        if (host == null || host.isEmpty()) return true;
        if (host.startsWith("[")) return IP_V6.matcher(host).matches();
        int colon = host.lastIndexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        return name.equalsIgnoreCase("localhost") || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }
}
