package io.tcpclose.core.kernel;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.TimeZone;

/** The time zone of this JVM as lines and file names show it: one that works, whatever the application has set. */
public final class LocalZone {
    private static volatile boolean loaded;

    private LocalZone() {}

    /**
     * UTC as long as the rules of zones are not loaded and no descriptor is left to read them with. A zone that
     * java.time does not know, such as {@code new SimpleTimeZone(...)} under a name of its own, counts with its
     * offset of this moment.
     */
    public static ZoneId get() {
        if (!loaded && !FreeDescriptors.areThere()) return ZoneOffset.UTC;
        try {
            ZoneId zone = ZoneId.systemDefault();
            ZoneOffset unused = zone.getRules().getOffset(Instant.now());
            loaded = true;
            return zone;
        } catch (RuntimeException | LinkageError unknown) {
            return offset();
        }
    }

    private static ZoneOffset offset() {
        try {
            long now = System.currentTimeMillis();
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(TimeZone.getDefault().getOffset(now) / 1_000);
            loaded = true;
            return offset;
        } catch (RuntimeException | LinkageError e) {
            return ZoneOffset.UTC;
        }
    }
}
