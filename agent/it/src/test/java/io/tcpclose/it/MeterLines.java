package io.tcpclose.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Series of the agent as Prometheus' text format has them; a series that is there twice fails. */
record MeterLines(Map<String, Double> values) {
    private static final Pattern LINE = Pattern.compile("(tcpclose_[a-z_]+)(\\{[^}]*})? (\\S+)");
    private static final Pattern TAG = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    static MeterLines of(List<String> lines) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) continue;
            Double before =
                    values.put(key(matcher), Double.valueOf(matcher.group(3).replace("Inf", "Infinity")));
            assertThat(before).as("twice: " + line).isNull();
        }
        return new MeterLines(values);
    }

    /** Tags in the order of their keys. */
    private static String key(Matcher line) {
        Map<String, String> tags = new TreeMap<>();
        if (line.group(2) != null) {
            Matcher tag = TAG.matcher(line.group(2));
            while (tag.find()) tags.put(tag.group(1), tag.group(2));
        }
        return line.group(1) + tags;
    }

    /** @param key name and tags in the order of their keys, such as {@code name{a=1, b=2}} */
    double value(String key) {
        assertThat(values).containsKey(key);
        return values.get(key);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }
}
