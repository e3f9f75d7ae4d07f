package io.tcpclose.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One panel of a dashboard, rows excepted. Its description ends with what it shows, and when. */
record Panel(String dashboard, JsonNode json) {
    private static final Pattern EXPECTATION = Pattern.compile(
            "(?s).+\\nScenario: ([a-z0-9-]+(?:, [a-z0-9-]+)*); there: (nonzero|zero); clean: (nonzero|zero)");

    /** What its targets show: in its scenario one of them, while only legal scenarios play all of them. */
    record Expectation(List<String> scenarios, String there, String clean) {}

    static List<Panel> all() {
        return Files.in("grafana", ".json").stream().flatMap(Panel::of).toList();
    }

    private static java.util.stream.Stream<Panel> of(Path file) {
        JsonNode dashboard = Files.json(file);
        return Files.stream(dashboard.path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .map(panel -> new Panel(dashboard.path("uid").asText(), panel));
    }

    String title() {
        return json.path("title").asText();
    }

    String description() {
        return json.path("description").asText();
    }

    Expectation expectation() {
        Matcher matcher = EXPECTATION.matcher(description());
        if (!matcher.matches()) throw new AssertionError(this + " does not say what it shows: " + description());
        return new Expectation(List.of(matcher.group(1).split(", ")), matcher.group(2), matcher.group(3));
    }

    List<String> expressions() {
        return Files.stream(json.path("targets"))
                .map(target -> target.path("expr").asText())
                .toList();
    }

    @Override
    public String toString() {
        return dashboard + " / " + title();
    }
}
