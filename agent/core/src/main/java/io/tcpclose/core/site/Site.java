package io.tcpclose.core.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call site, shared by all connections that came through it: the stack as text, application frames first. Immutable but
 * for the counters, which the agent's thread alone keeps.
 */
public final class Site {
    /** Stands for a stack that was not taken. */
    public static final Site NONE = new Site(List.of(), List.of(), SiteIdentity.NONE);

    private final List<String> frames;
    private final List<String> classes;
    private final SiteIdentity identity;

    /** Connections opened here and closed since, as far as their stacks were resolved. */
    public long closed;

    SiteUsers.Use use = SiteUsers.Use.NONE;
    /** A count of what the list has met. */
    long lastMet;

    boolean hasFallen;

    Site(List<String> frames, List<String> classes, SiteIdentity identity) {
        this.frames = frames;
        this.classes = classes;
        this.identity = identity;
    }

    /** Frames as {@code pkg.Class.method(File.java:42)}, innermost application frame first. */
    public List<String> frames() {
        return frames;
    }

    /** Class names of the frames, in the same order. */
    public List<String> classes() {
        return classes;
    }

    /** The most that it is good for counts. */
    public void usedFor(SiteUsers.Use use) {
        if (use.compareTo(this.use) > 0) this.use = use;
    }

    /** It was forgotten, to make room for others. */
    public boolean hasFallen() {
        return hasFallen;
    }

    /** What findings and groups go by: stacks that differ in their lines or their tail are one. */
    public SiteIdentity identity() {
        return identity;
    }

    /** {@code pkg.Class.method} of the first frame, or null where there is none. */
    public @Nullable String label() {
        if (frames.isEmpty()) return null;
        String first = frames.get(0);
        return first.substring(0, first.indexOf('('));
    }
}
