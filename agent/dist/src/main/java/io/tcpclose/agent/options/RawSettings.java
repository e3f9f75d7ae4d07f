package io.tcpclose.agent.options;

import io.tcpclose.core.filter.Quoted;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.TreeMap;

/** What the sources say. They are added in the order of precedence: the first to name a key has it. */
final class RawSettings {
    private static final String VARIABLE_PREFIX = "TCPCLOSE_";

    private final Keys keys;
    private final Map<String, RawSetting> byName = new LinkedHashMap<>();

    RawSettings(Keys keys) {
        this.keys = keys;
    }

    /** {@code key=value,key=value}; a piece without = continues the value before it, the last of equal keys counts. */
    void addArgument(String argument) {
        Map<String, StringBuilder> texts = new LinkedHashMap<>();
        StringBuilder value = null;
        StringTokenizer pieces = new StringTokenizer(argument, ",");
        while (pieces.hasMoreTokens()) {
            String piece = pieces.nextToken().trim();
            int equals = piece.indexOf('=');
            if (equals >= 0) {
                value = new StringBuilder(piece.substring(equals + 1).trim());
                texts.put(piece.substring(0, equals).trim(), value);
            } else if (value != null && !piece.isEmpty()) {
                value.append(value.length() == 0 ? "" : ",").append(piece);
            } else if (!piece.isEmpty()) {
                texts.put(piece, new StringBuilder());
            }
        }
        for (Map.Entry<String, StringBuilder> text : texts.entrySet()) {
            add(new RawSetting(text.getKey(), text.getValue().toString(), Source.ARGUMENT, "the agent argument"));
        }
    }

    void addSystemProperties(Map<String, String> properties) {
        for (Map.Entry<String, String> property :
                ordered(properties, Keys.PREFIX).entrySet()) {
            String name = property.getKey().substring(Keys.PREFIX.length());
            String origin = Quoted.of("-D".concat(property.getKey()));
            add(new RawSetting(name, property.getValue().trim(), Source.SYSTEM_PROPERTY, origin));
        }
    }

    /** An empty variable is an unset one: templates of deployments leave many behind. */
    void addEnvironment(Map<String, String> environment) {
        for (Map.Entry<String, String> variable :
                ordered(environment, VARIABLE_PREFIX).entrySet()) {
            String name = keys.nameOfVariable(variable.getKey().substring(VARIABLE_PREFIX.length()));
            String text = variable.getValue().trim();
            boolean ignored =
                    text.isEmpty() || (keys.find(name) == null && ServiceLinks.isOne(variable.getKey(), text));
            if (!ignored) {
                add(new RawSetting(name, text, Source.ENVIRONMENT, Quoted.of(variable.getKey())));
            }
        }
    }

    void addFile(Map<String, String> texts, String path) {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            add(new RawSetting(text.getKey(), text.getValue(), Source.FILE, Quoted.of(path)));
        }
    }

    private static Map<String, String> ordered(Map<String, String> texts, String prefix) {
        Map<String, String> ordered = new TreeMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            if (text.getKey().startsWith(prefix)) {
                ordered.put(text.getKey(), text.getValue());
            }
        }
        return ordered;
    }

    private void add(RawSetting setting) {
        byName.putIfAbsent(setting.name(), setting);
    }

    Collection<RawSetting> all() {
        return byName.values();
    }
}
