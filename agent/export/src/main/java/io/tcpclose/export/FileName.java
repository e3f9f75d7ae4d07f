package io.tcpclose.export;

import io.tcpclose.core.report.Report;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A path with {@code %p}, {@code %h} and {@code %t} in it. Any other {@code %x} stays as it is. */
final class FileName {

    private static final Pattern PLACE = Pattern.compile("%([pht%])");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

    private final String pattern;
    private final ZoneId zone;

    FileName(String pattern, ZoneId zone) {
        this.pattern = pattern;
        this.zone = zone;
    }

    boolean hasTime() {
        return PLACE.matcher(pattern).results().anyMatch(place -> "t".equals(place.group(1)));
    }

    String of(Report report) {
        return of(report.jvm(), report.takenTime());
    }

    String of(Report.@Nullable Jvm jvm, @Nullable Instant time) {
        return PLACE.matcher(pattern).replaceAll(place -> Matcher.quoteReplacement(value(place, jvm, time)));
    }

    private String value(MatchResult place, Report.@Nullable Jvm jvm, @Nullable Instant time) {
        return switch (place.group(1)) {
            case "p" -> jvm == null ? "0" : Long.toString(jvm.pid());
            case "h" -> jvm == null ? "unknown" : host(jvm.host());
            case "t" -> time(time);
            default -> "%";
        };
    }

    /** A host name must not lead into another directory. */
    private static String host(@Nullable String host) {
        return host == null || host.isEmpty() ? "unknown" : host.replaceAll("[^\\w.-]", "_");
    }

    private String time(@Nullable Instant time) {
        try {
            return time == null ? "unknown" : TIME.format(time.atZone(zone));
        } catch (DateTimeException e) {
            return "unknown";
        }
    }
}
