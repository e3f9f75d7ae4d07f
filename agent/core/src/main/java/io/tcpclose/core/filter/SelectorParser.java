package io.tcpclose.core.filter;

import org.jspecify.annotations.Nullable;

/** Reads one selector at a time; what is wrong with one goes to the problems it was given. */
final class SelectorParser {
    static final String ALLOWED = "a selector is port:5432, peer:10.0.0.0/8, host:db* or class:com.acme.*";

    private static final int MAX_PATTERN = 256;
    private static final int MAX_PORT = 65_535;

    private final Problems problems;

    SelectorParser(Problems problems) {
        this.problems = problems;
    }

    /** {@code null} when the text is not a selector. */
    @Nullable
    Selector parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String operand = text.substring(colon + 1);
        return switch (kind) {
            case "port" -> port(text, operand);
            case "peer" -> peer(text, operand);
            case "host" -> isPattern(operand) ? new Selector.Host(new Glob(operand, true)) : noPattern(text);
            case "class" -> isPattern(operand) ? new Selector.OpenedBy(new Glob(operand, false)) : noPattern(text);
            default -> refuse(text, ALLOWED);
        };
    }

    private @Nullable Selector port(String text, String operand) {
        int port = Digits.number(operand, 0, operand.length(), MAX_PORT);
        return port > 0 ? new Selector.Port(port) : refuse(text, "a port is a number from 1 to 65535");
    }

    private @Nullable Selector peer(String text, String operand) {
        Network network = Network.parse(operand);
        return network != null
                ? new Selector.Peer(operand, network)
                : refuse(
                        text,
                        "a peer is an IP address or a block such as 10.0.0.0/8 or fd00::/8; for a name use host:");
    }

    private static boolean isPattern(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == ',' || c == ';' || c == '#' || Character.isISOControl(c)) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_PATTERN;
    }

    private @Nullable Selector noPattern(String text) {
        return refuse(
                text, "a pattern is 1 to 256 characters without blanks, * standing for any characters and ? for one");
    }

    private @Nullable Selector refuse(String text, String allowed) {
        problems.add(Quoted.of(text) + ": " + allowed);
        return null;
    }
}
