package io.tcpclose.export;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values as a person reads them. Thread and host names come from outside: nothing here lets one of them break a line,
 * move a terminal's cursor, or throw.
 */
public final class Text {

    private static final int MAX_LENGTH = 1000;
    private static final int FRAMES = 3;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter WITH_OFFSET = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private Text() {}

    static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
    }

    /** One line without control, format or broken characters: those appear as Java escapes. */
    public static String clean(@Nullable String text) {
        if (text == null) {
            return "?";
        }
        return isPlain(text) ? text : cleaned(text);
    }

    private static boolean isPlain(String text) {
        return text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static String cleaned(String text) {
        String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
        return shown.codePoints().mapToObj(Text::visible).collect(Collectors.joining());
    }

    private static String visible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> control(codePoint);
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                escape(codePoint);
            default -> Character.toString(codePoint);
        };
    }

    private static String control(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> escape(codePoint);
        };
    }

    private static String escape(int codePoint) {
        return String.format("\\u%04x", codePoint);
    }

    /** The first frames, the innermost first. */
    public static String frames(@Nullable List<String> stack) {
        return list(stack).stream().limit(FRAMES).map(Text::clean).collect(Collectors.joining("  <  "));
    }

    /** {@code pkg.Class.method} of the first frame. */
    public static String site(@Nullable List<String> stack) {
        List<String> frames = list(stack);
        return frames.isEmpty() ? "(no stack)" : clean(method(frames.get(0)));
    }

    private static String method(String frame) {
        int file = frame.indexOf('(');
        return file < 0 ? frame : frame.substring(0, file);
    }

    /** {@code 3d4h}, {@code 4h12m}, {@code 52m}, {@code 5m10s}, {@code 1.2s}, {@code 250ms}. */
    public static String duration(long millis) {
        long seconds = millis / 1000;
        if (millis < 1000) {
            return Math.max(0, millis) + "ms";
        }
        if (seconds < 10) {
            return two(seconds, ".", millis / 100 % 10, "") + "s";
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 600) {
            return two(seconds / 60, "m", seconds % 60, "s");
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 86_400
                ? two(seconds / 3600, "h", seconds / 60 % 60, "m")
                : two(seconds / 86_400, "d", seconds / 3600 % 24, "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return small == 0 ? large + (unit.equals(".") ? "" : unit) : large + unit + small + smallUnit;
    }

    /** Whole seconds. */
    public static String between(Instant from, Instant to) {
        long seconds = Math.min(Duration.between(from, to).toSeconds(), Long.MAX_VALUE / 1000);
        return duration(Math.max(0, seconds) * 1000);
    }

    /** {@code HH:mm}, with the date before it unless it is the same day as {@code now}. */
    public static String clock(@Nullable Instant time, @Nullable Instant now, ZoneId zone) {
        if (time == null) {
            return "?";
        }
        try {
            ZonedDateTime local = time.atZone(zone);
            boolean today = now != null && now.atZone(zone).toLocalDate().equals(local.toLocalDate());
            return (today ? TIME : DATE_AND_TIME).format(local);
        } catch (DateTimeException e) {
            return utc(time);
        }
    }

    static String withOffset(Instant time, ZoneId zone) {
        try {
            return WITH_OFFSET.format(time.atZone(zone));
        } catch (DateTimeException e) {
            return utc(time);
        }
    }

    static String utc(Instant time) {
        try {
            return UTC.format(time);
        } catch (DateTimeException e) {
            return time.toString();
        }
    }
}
