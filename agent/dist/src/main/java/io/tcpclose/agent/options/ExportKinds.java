package io.tcpclose.agent.options;

import io.tcpclose.core.filter.IpLiteral;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kinds of values that the options of the agent's ways out have. */
final class ExportKinds {
    private static final String OFF = "off";
    private static final String NONE = "none";

    private ExportKinds() {}

    /** {@code off}, or where to listen. By literal: a name would have to be looked up. The value is the text that was allowed. */
    record Address() implements Kind {
        private static final int MAX_PORT = 65_535;

        @Override
        public @Nullable Object parse(String text, List<String> why) {
            return text.equalsIgnoreCase(OFF) ? OFF : address(text) == null ? null : text;
        }

        static @Nullable HttpAddress address(String text) {
            int colon = text.lastIndexOf(':');
            int port = port(text.substring(colon + 1));
            InetAddress host = colon < 0 ? InetAddress.getLoopbackAddress() : host(text.substring(0, colon));
            return port < 0 || host == null ? null : new HttpAddress(host, port);
        }

        private static int port(String text) {
            Object port = new Kinds.Count(0, MAX_PORT).parse(text, List.of());
            return port == null ? -1 : (Integer) port;
        }

        private static @Nullable InetAddress host(String text) {
            if (text.equalsIgnoreCase("localhost")) return InetAddress.getLoopbackAddress();
            boolean brackets = text.startsWith("[") && text.endsWith("]");
            String literal = brackets ? text.substring(1, text.length() - 1) : text;
            byte[] bytes = brackets == literal.indexOf(':') >= 0 ? IpLiteral.parse(literal) : null;
            try {
                return bytes == null ? null : InetAddress.getByAddress(bytes);
            } catch (UnknownHostException e) {
                return null;
            }
        }

        @Override
        public String allowed() {
            return "off, PORT or HOST:PORT with an IP address or localhost as HOST and 0 for any free PORT";
        }
    }

    /** {@code off}, or where to push. */
    record Url() implements Kind {
        @Override
        public @Nullable Object parse(String text, List<String> why) {
            return text.equalsIgnoreCase(OFF) ? OFF : isUrl(text, why) ? text : null;
        }

        private static boolean isUrl(String text, List<String> why) {
            try {
                URI uri = new URI(text);
                String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
                if (uri.getRawUserInfo() != null) {
                    why.add("a password in it would be shown in reports: use otlp.headers-file");
                    return false;
                }
                return uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"));
            } catch (URISyntaxException e) {
                return false;
            }
        }

        @Override
        public String allowed() {
            return "off or a URL such as http://collector:4318/v1/metrics";
        }
    }

    /** {@code none}, or tags of our own registries. */
    record Tags() implements Kind {
        private static final int MAX_TAGS = 16;
        private static final int MAX_VALUE = 128;
        /** Those of the meters and of Prometheus: the same key twice on one series is refused. */
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
            if (text.equalsIgnoreCase(NONE)) return tags;
            for (String pair : text.split(";", -1)) {
                int colon = pair.indexOf(':');
                String key = colon < 0 ? "" : pair.substring(0, colon).strip();
                String value = pair.substring(colon + 1).strip();
                String problem = problem(key, value);
                if (problem == null && tags.put(key, value) != null) problem = "a key is there twice";
                if (problem == null) continue;
                why.add(problem);
                return null;
            }
            return tags.size() > MAX_TAGS ? null : Collections.unmodifiableMap(tags);
        }

        /** Without what was written, which may be anything. */
        private static @Nullable String problem(String key, String value) {
            if (!isKey(key)) return "a key has letters, digits and _, and begins with a letter";
            if (TAKEN.contains(key)) return "the meters have the key " + key;
            boolean isGood = value.length() <= MAX_VALUE && Kinds.isPrintable(value);
            return isGood ? null : "a value has 1 to 128 characters";
        }

        private static boolean isKey(String key) {
            for (int i = 0; i < key.length(); i++) {
                char c = key.charAt(i);
                boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                if (!isLetter && (i == 0 || (c != '_' && (c < '0' || c > '9')))) return false;
            }
            return !key.isEmpty();
        }

        @Override
        public String allowed() {
            return "none or at most 16 such as application:orders;env:prod";
        }

        @Override
        public String show(Object value) {
            StringBuilder text = new StringBuilder();
            ((Map<?, ?>) value).forEach((key, tag) -> text.append(text.length() == 0 ? "" : ";")
                    .append(key)
                    .append(':')
                    .append(tag));
            return text.length() == 0 ? NONE : text.toString();
        }
    }
}
