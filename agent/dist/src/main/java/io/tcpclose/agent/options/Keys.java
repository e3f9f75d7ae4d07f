package io.tcpclose.agent.options;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys that can be set: the options, and two of them again for each rule. */
final class Keys {
    static final String PREFIX = "tcpclose.";

    /** Announced keys of later versions. They are not unknown, so that one configuration can serve several versions. */
    private static final String[] LATER = {"woven"};

    /** No key is longer: comparing more of a hostile one would only cost time. */
    private static final int MAX_COMPARED = 64;

    private final Map<String, Key> byName = new LinkedHashMap<>();

    Keys(Collection<RuleDefault> rules) {
        for (Option option : Option.values()) {
            if (!option.isPerRule()) {
                add(new Key(option.key(), option, null, option.defaultText()));
            }
        }
        for (RuleDefault rule : rules) {
            addRule(rule);
        }
    }

    private void addRule(RuleDefault rule) {
        String severityKey = "rule.".concat(rule.id());
        add(new Key(severityKey, Option.RULE, rule.id(), rule.severity()));
        if (rule.after() != null) {
            String after = Option.RULE_AFTER.kind().show(rule.after());
            add(new Key(severityKey.concat(".after"), Option.RULE_AFTER, rule.id(), after));
        }
    }

    private void add(Key key) {
        byName.put(key.name(), key);
    }

    @Nullable
    Key find(String name) {
        return byName.get(name);
    }

    static boolean isOfALaterVersion(String name) {
        for (String later : LATER) {
            if (later.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The key of a variable's name without its prefix: there, dots and dashes are underscores. */
    String nameOfVariable(String variable) {
        String canonical = canonical(variable);
        for (String name : byName.keySet()) {
            if (canonical(name).equals(canonical)) {
                return name;
            }
        }
        for (String later : LATER) {
            if (canonical(later).equals(canonical)) {
                return later;
            }
        }
        return canonical;
    }

    private static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
    }

    /** The key that takes the fewest edits to get to; the first of several. */
    Key nearest(String name) {
        String wanted = canonical(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
        String compared = wanted.substring(0, Math.min(wanted.length(), MAX_COMPARED));
        Key best = null;
        int fewest = Integer.MAX_VALUE;
        for (Key key : byName.values()) {
            int edits = edits(compared, canonical(key.name()));
            if (best == null || edits < fewest) {
                best = key;
                fewest = edits;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no options");
        }
        return best;
    }

    /** The Levenshtein distance. */
    static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
