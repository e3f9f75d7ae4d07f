package io.tcpclose.agent.options;

import io.tcpclose.core.filter.Problems;
import io.tcpclose.core.filter.Quoted;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the settings of one start; every one that cannot be used becomes one line, and its default counts. */
final class OptionsParser {
    private final Keys keys;
    private final RawSettings raw;
    private final TextReader files;
    private final Problems problems = new Problems();
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    OptionsParser(Collection<RuleDefault> rules, TextReader files) {
        this.keys = new Keys(rules);
        this.raw = new RawSettings(keys);
        this.files = files;
    }

    Options parse(@Nullable String argument, Map<String, String> properties, Map<String, String> environment) {
        raw.addArgument(argument == null ? "" : argument);
        raw.addSystemProperties(properties);
        raw.addEnvironment(environment);
        List<RawSetting> direct = new ArrayList<>(raw.all());
        for (RawSetting setting : direct) {
            accept(setting);
        }
        String config = configPath();
        if (config != null) {
            acceptFile(config);
        }
        return new Options(settings, problems.lines());
    }

    private @Nullable String configPath() {
        Setting config = settings.get(Option.CONFIG.key());
        return config == null || config.isDefault() ? null : config.text();
    }

    private void acceptFile(String path) {
        Map<String, String> texts = readFile(path);
        raw.addFile(texts, path);
        for (RawSetting setting : raw.all()) {
            if (setting.source() == Source.FILE) {
                accept(setting);
            }
        }
    }

    /** Sorted, because {@link Properties} forgets the order of the lines. */
    private Map<String, String> readFile(String path) {
        Map<String, String> texts = new TreeMap<>();
        try {
            String content = files.read(path);
            Properties properties = new Properties();
            properties.load(new StringReader(content.startsWith("\uFEFF") ? content.substring(1) : content));
            for (String name : properties.stringPropertyNames()) {
                texts.put(name, properties.getProperty(name).trim());
            }
        } catch (IOException | RuntimeException e) {
            problems.add("option config: cannot read " + Quoted.of(path) + ": " + Quoted.of(reason(e)) + "; allowed is "
                    + Option.CONFIG.allowed() + "; using no file");
        }
        // A file cannot name another one.
        if (texts.remove(Option.CONFIG.key()) != null) {
            problems.add("option 'config' in " + Quoted.of(path) + ": allowed is only outside of that file; ignored");
        }
        return texts;
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private void accept(RawSetting setting) {
        Key key = keys.find(setting.name());
        if (problems.isFull() && key == null) {
            problems.addUnworded();
        } else if (key != null) {
            acceptValue(key, setting);
        } else {
            problems.add(Keys.isOfALaterVersion(setting.name()) ? later(setting) : unknown(setting));
        }
    }

    private void acceptValue(Key key, RawSetting setting) {
        Kind kind = key.option().kind();
        List<String> why = new ArrayList<>();
        Object value = kind.parse(setting.text(), why);
        if (value != null) {
            settings.put(key.name(), new Setting(key, value, setting.source()));
        } else {
            String allowed = why.isEmpty() ? "" : " (" + why.get(0) + ")";
            problems.add("option " + shown(setting) + ": allowed is " + kind.allowed() + allowed
                    + "; using the default " + key.defaultText());
        }
    }

    private String unknown(RawSetting setting) {
        Key nearest = keys.nearest(setting.name());
        return "unknown option " + shown(setting) + ": the nearest known key is " + nearest.name() + ", allowed is "
                + nearest.option().allowed() + "; ignored";
    }

    private static String later(RawSetting setting) {
        return "option " + shown(setting) + ": this version does not have it yet; ignored";
    }

    private static String shown(RawSetting setting) {
        return Quoted.of(setting.name() + "=" + withoutPassword(setting.text())) + " in " + setting.origin();
    }

    /** What is before an @ may be a user name and a password: the line goes where more people can read it. */
    private static String withoutPassword(String text) {
        int at = text.lastIndexOf('@');
        int slashes = text.indexOf("//");
        int from = slashes < 0 || slashes > at ? 0 : slashes + 2;
        return text.lastIndexOf(':', at) < 0 || at < from ? text : text.substring(0, from) + "***" + text.substring(at);
    }
}
