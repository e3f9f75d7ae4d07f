package io.tcpclose.export;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which alias stands for which address: numbers in the order of first sight, one per address however it is spelt. */
final class AddressBook {

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
    /** What may be an IPv6 address in a sentence, with or without brackets; else a word that may hold one or a name. */
    private static final Pattern CANDIDATE = Pattern.compile("(?U)(?<v6>\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\\w.-]+)?]"
            + "|(?<![\\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:\\.\\d{1,3}){0,3}(?:%\\w+)?(?![\\w:]))"
            + "|\\w[\\w.-]*");

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final int max;

    /** @param max how many get an alias of their own; all others share {@code addr-other} */
    AddressBook(int max) {
        this.max = max;
    }

    /** {@code db.internal:5432} with the host replaced and the port kept; {@code listener:8080} names no host. */
    String endpoint(String endpoint) {
        int port = startOfPort(endpoint);
        String host = endpoint.substring(0, port);
        return host.isEmpty() || host.equals("*") || host.equals("listener")
                ? endpoint
                : host(host) + endpoint.substring(port);
    }

    private static int startOfPort(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        boolean port = colon >= 0
                && endpoint.substring(colon + 1).matches("\\d+|\\*")
                && (endpoint.indexOf('%') >= 0 || ipv6(endpoint) == null);
        return port ? colon : endpoint.length();
    }

    /** The alias of an IP literal or a name. */
    String host(String host) {
        String address = address(host);
        if (address == null) {
            addName(host.toLowerCase(Locale.ROOT));
        }
        return alias(address == null ? host.toLowerCase(Locale.ROOT) : address);
    }

    private void addName(String name) {
        if (names.size() < max) {
            names.add(name);
        }
    }

    private String alias(String canonical) {
        if (numbers.size() >= max && !numbers.containsKey(canonical)) {
            return "addr-other";
        }
        return "addr-" + numbers.computeIfAbsent(canonical, unseen -> numbers.size() + 1);
    }

    /** Text with every IP literal and every name met so far replaced. */
    String text(String text) {
        return CANDIDATE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(replaced(match)));
    }

    private String replaced(MatchResult match) {
        String found = match.group();
        String ipv6 = match.group(1) == null ? null : ipv6(found);
        if (ipv6 != null) {
            return alias(ipv6);
        }
        return match.group(1) == null ? word(found) : found;
    }

    /** {@code http-nio-10.0.0.1-exec-3}: the longest run between separators that is an address or a known name. */
    private String word(String word) {
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        while (from < word.length()) {
            int to = startsPart(word, from) ? endOfHost(word, from) : from;
            replaced.append(to > from ? host(word.substring(from, to)) : word.substring(from, from + 1));
            from = Math.max(to, from + 1);
        }
        return replaced.toString();
    }

    private int endOfHost(String word, int from) {
        for (int to = word.length(); to > from; to--) {
            if (endsPart(word, to) && isHost(word.substring(from, to))) {
                return to;
            }
        }
        return from;
    }

    private boolean isHost(String part) {
        return IPV4.matcher(part).matches() || names.contains(part.toLowerCase(Locale.ROOT));
    }

    /** A dot beside a part means that it is a piece of another name: of {@code com.acme.db.Client}, not the host db. */
    private static boolean startsPart(String word, int at) {
        return at == 0 || word.charAt(at - 1) == '-' || word.charAt(at - 1) == '_';
    }

    private static boolean endsPart(String word, int at) {
        return at == word.length()
                || word.charAt(at) == '-'
                || word.charAt(at) == '_'
                || (word.charAt(at) == '.' && at == word.length() - 1);
    }

    private static @Nullable String address(String host) {
        return IPV4.matcher(host).matches() ? host : ipv6(host);
    }

    /** In its one canonical spelling; an address mapped from IPv4 as that one. Brackets keep this from a look-up. */
    private static @Nullable String ipv6(String text) {
        String literal = text.replaceAll("^\\[|%.*|]$", "");
        if (!IPV6_CHARACTERS.matcher(literal).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName("[" + literal + "]").getHostAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
