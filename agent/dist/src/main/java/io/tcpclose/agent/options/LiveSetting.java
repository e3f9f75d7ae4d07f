package io.tcpclose.agent.options;

import io.tcpclose.core.filter.Quoted;
import java.util.ArrayList;
import java.util.List;

/** One setting that a user changes while the JVM runs. */
final class LiveSetting {
    private LiveSetting() {}

    /** @throws IllegalArgumentException with what is allowed */
    static Setting of(Keys keys, String name, String text) {
        Key key = keys.find(name);
        if (key == null)
            throw refused(
                    name,
                    "there is no such option; the nearest is "
                            + keys.nearest(name).name());
        if (!key.option().isDynamic()) throw refused(name, "it is set at start only; " + whichAre());
        Object value = key.option().kind().parse(text, new ArrayList<>());
        if (value == null)
            throw refused(
                    name,
                    Quoted.of(text) + " is not allowed, but " + key.option().allowed());
        return new Setting(key, value, Source.COMMAND);
    }

    private static IllegalArgumentException refused(String name, String why) {
        return new IllegalArgumentException("option " + Quoted.of(name) + ": " + why);
    }

    private static String whichAre() {
        List<String> dynamic = new ArrayList<>();
        for (Option option : Option.values()) if (option.isDynamic()) dynamic.add(option.key());
        return "while the JVM runs: " + String.join(", ", dynamic);
    }
}
