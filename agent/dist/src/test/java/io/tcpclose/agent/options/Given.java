package io.tcpclose.agent.options;

import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a start of the JVM gives to the options. */
public final class Given {
    static final List<RuleDefault> RULES = List.of(
            new RuleDefault("eof-not-closed", "warn → error", Duration.ofSeconds(30)),
            new RuleDefault("fin-unnoticed", "warn", Duration.ofMinutes(5)),
            new RuleDefault("write-after-fin", "info → warn", null),
            new RuleDefault("idle-growing", "warn", Duration.ofMinutes(10)));

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private @Nullable String argument;

    public static Given argument(@Nullable String argument) {
        Given given = new Given();
        given.argument = argument;
        return given;
    }

    public static Given nothing() {
        return argument(null);
    }

    public Given property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    public Given variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Given file(String path, String content) {
        files.put(path, content);
        return this;
    }

    public Options parse() {
        return Options.parse(argument, properties, environment, this::read, RULES);
    }

    private String read(String path) throws FileNotFoundException {
        String content = files.get(path);
        if (content == null) {
            throw new FileNotFoundException(path + " (No such file or directory)");
        }
        return content;
    }
}
