package io.tcpclose.core.site;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.StackMark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns raw backtraces into call sites and keeps one of each. Memory grows with the application's code, not with its
 * sockets, and not beyond a cap: then those go that are the least use, a batch at a time. For the agent's thread only.
 */
public final class Sites {
    private static final int MAX_SITES = 4096;
    /** To learn which are in use all connections are gone through. */
    private static final int BATCH = MAX_SITES / 8;

    private static final String AGENT = "io.tcpclose.bootstrap.";
    /** Up to 17 the JVM goes another way after some calls: the same code would be two call sites. */
    private static final String REFLECTION = "jdk.internal.reflect.";

    private final Map<List<String>, Site> interned = new HashMap<>();
    private final RawTraces lately = new RawTraces();
    private SiteUsers users = SiteUsers.NONE;
    private int depth;
    private long clock;
    private long fallen;
    private long fallenClosed;
    private long resolved;

    /** @param depth frames kept of each stack */
    public Sites(int depth) {
        this.depth = depth;
    }

    /** @param depth frames kept of each stack that is resolved from now on */
    public void depth(int depth) {
        this.depth = depth;
    }

    /** @param users asked before any is forgotten */
    public void usedBy(SiteUsers users) {
        this.users = users;
    }

    /** @param trace a {@link StackMark}, a {@link Site} or null */
    public Site of(@Nullable Object trace) {
        if (trace instanceof Site site) return site;
        return trace instanceof StackMark mark ? of(mark) : Site.NONE;
    }

    /** A pass begins or the work is done: what raw backtraces pin is let go. */
    public void letGo() {
        lately.clear();
    }

    /** Backtraces that were turned into frames, as no equal one was met in the same pass. */
    public long resolved() {
        return resolved;
    }

    private Site of(StackMark mark) {
        Site known = lately.of(mark);
        if (known != null && !known.hasFallen()) return known;
        resolved++;
        Site site = resolve(mark);
        lately.add(mark, site);
        return site;
    }

    /** Where a thread of the JDK accepted it all by itself: where the listener was opened, if that is known. */
    private Site resolve(StackMark mark) {
        StackTraceElement[] stack = mark.getStackTrace();
        Connection listener = mark.listener();
        Site opened = listener == null || hasApplication(stack) ? Site.NONE : openedAt(listener);
        return opened == Site.NONE ? intern(stack) : opened;
    }

    private Site openedAt(Connection listener) {
        Site site = of(listener.openedTrace);
        if (site != Site.NONE) listener.openedTrace = site;
        return site;
    }

    private static boolean hasApplication(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (!StackTails.isJdk(frame) && !frame.getClassName().startsWith(AGENT)) return true;
        }
        return false;
    }

    private Site intern(StackTraceElement[] stack) {
        List<StackTraceElement> shown = shown(stack);
        if (shown.isEmpty()) return Site.NONE;
        List<String> frames = shown.stream().map(Sites::text).toList();
        Site known = interned.get(frames);
        Site site = known == null ? add(frames, shown) : known;
        site.lastMet = ++clock;
        return site;
    }

    private Site add(List<String> frames, List<StackTraceElement> shown) {
        if (interned.size() >= MAX_SITES) makeRoom();
        List<String> classes =
                shown.stream().map(StackTraceElement::getClassName).toList();
        Site site = new Site(frames, classes, SiteIdentity.of(shown));
        interned.put(site.frames(), site);
        return site;
    }

    /** The least use first, and of the same use the one that was not met for longest. */
    private void makeRoom() {
        for (Site site : interned.values()) site.use = SiteUsers.Use.NONE;
        users.mark();
        List<Site> all = new ArrayList<>(interned.values());
        all.sort(Comparator.comparing((Site site) -> site.use).thenComparingLong(site -> site.lastMet));
        List<Site> gone = all.subList(0, BATCH);
        for (Site site : gone) {
            interned.remove(site.frames());
            site.hasFallen = true;
            fallen++;
            fallenClosed += site.closed;
        }
        if (gone.get(BATCH - 1).use != SiteUsers.Use.NONE) users.forget();
    }

    private List<StackTraceElement> shown(StackTraceElement[] stack) {
        List<StackTraceElement> shown = new ArrayList<>();
        for (int i = firstFrame(stack); i < stack.length && shown.size() < depth; i++) {
            if (!stack[i].getClassName().startsWith(REFLECTION)) shown.add(stack[i]);
        }
        return shown;
    }

    /**
     * The first frame of the application. Where the JDK did it all by itself: the first outside java.base (the HTTP client, the
     * HTTP server, RMI), and only then the first that is not ours.
     */
    private static int firstFrame(StackTraceElement[] stack) {
        int outsideBase = -1;
        int first = -1;
        int maker = JdkMade.maker(stack);
        if (maker >= 0) return maker;
        for (int i = 0; i < stack.length; i++) {
            if (stack[i].getClassName().startsWith(AGENT)) continue;
            if (!StackTails.isJdk(stack[i])) return i;
            if (outsideBase < 0 && !"java.base".equals(stack[i].getModuleName())) outsideBase = i;
            if (first < 0) first = i;
        }
        if (outsideBase >= 0) return outsideBase;
        return first < 0 ? stack.length : first;
    }

    /** As {@code StackTraceElement.toString}, without class loader, module and version. */
    private static String text(StackTraceElement frame) {
        StringBuilder text = new StringBuilder();
        text.append(frame.getClassName())
                .append('.')
                .append(frame.getMethodName())
                .append('(');
        if (frame.isNativeMethod()) text.append("Native Method");
        else if (frame.getFileName() == null) text.append("Unknown Source");
        else if (frame.getLineNumber() < 0) text.append(frame.getFileName());
        else text.append(frame.getFileName()).append(':').append(frame.getLineNumber());
        return text.append(')').toString();
    }

    /** The stack of a living thread, in the same form; empty where it has none. */
    public List<String> frames(StackTraceElement[] stack) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            if (frames.size() == depth) break;
            frames.add(text(frame));
        }
        return frames;
    }

    public Collection<Site> all() {
        return interned.values();
    }

    /** Call sites that were forgotten, to make room for others. */
    public long fallen() {
        return fallen;
    }

    /** Connections that were opened at those, and had been closed. */
    public long fallenClosed() {
        return fallenClosed;
    }
}
