package io.tcpclose.agent.options;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code off}, or the URL of an HTTP endpoint. The report shows it, so that there must be no password in it. */
record UrlKind() implements Kind {
    private static final String OFF = "off";
    private static final int MAX_PORT = 65_535;

    @Override
    public @Nullable Object parse(String text, List<String> why) {
        if (text.equalsIgnoreCase(OFF)) {
            return OFF;
        }
        String wrong = wrong(text);
        if (wrong != null) {
            why.add(wrong);
        }
        return wrong == null ? text : null;
    }

    private static @Nullable String wrong(String text) {
        try {
            return wrong(new URI(text));
        } catch (URISyntaxException e) {
            return "this is not a URL";
        }
    }

    private static @Nullable String wrong(URI uri) {
        String authority = uri.getRawAuthority();
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            return "it does not start with http:// or https://";
        } else if (authority != null && authority.indexOf('@') >= 0) {
            return "everybody who reads the report would see it; use otlp.headers-file";
        } else if (uri.getHost() == null) {
            return "its host is not a valid name or address";
        }
        // -1 where there is none
        return uri.getPort() == 0 || uri.getPort() > MAX_PORT ? "its port is not from 1 to 65535" : null;
    }

    @Override
    public String allowed() {
        return "off or an http:// or https:// URL without user name and password";
    }
}
