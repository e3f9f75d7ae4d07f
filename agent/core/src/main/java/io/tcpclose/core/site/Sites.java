package io.tcpclose.core.site;

import io.tcpclose.bootstrap.Connection;
import io.tcpclose.bootstrap.StackMark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns raw backtraces into call sites and keeps one of each. Memory grows with the application's code, not with its
 * sockets, and not beyond a cap. For the agent's thread only.
 */
public final class Sites {
    private static final int MAX_SITES = 4096;
    private static final String AGENT = "io.tcpclose.bootstrap.";
    /** Up to 17 the JVM goes another way after some calls: the same code would be two call sites. */
    private static final String REFLECTION = "jdk.internal.reflect.";

    private final Map<List<String>, Site> interned = new HashMap<>();
    private int depth;
    private long dropped;

    /** @param depth frames kept of each stack */
    public Sites(int depth) {
        this.depth = depth;
    }

    /** @param depth frames kept of each stack that is resolved from now on */
    public void depth(int depth) {
        this.depth = depth;
    }

    /** @param trace a {@link StackMark}, a {@link Site} or null */
    public Site of(@Nullable Object trace) {
        if (trace instanceof Site site) return site;
        return trace instanceof StackMark mark ? of(mark) : Site.NONE;
    }

    /** Where a thread of the JDK accepted it all by itself: where the listener was opened, if that is known. */
    private Site of(StackMark mark) {
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
            if (!isJdk(frame) && !frame.getClassName().startsWith(AGENT)) return true;
        }
        return false;
    }

    private Site intern(StackTraceElement[] stack) {
        List<String> frames = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (int i = firstFrame(stack); i < stack.length && frames.size() < depth; i++) {
            if (stack[i].getClassName().startsWith(REFLECTION)) continue;
            frames.add(text(stack[i]));
            classes.add(stack[i].getClassName());
        }
        if (frames.isEmpty()) return Site.NONE;
        Site known = interned.get(frames);
        if (known != null) return known;
        if (interned.size() >= MAX_SITES) {
            dropped++;
            return Site.NONE;
        }
        Site site = new Site(List.copyOf(frames), List.copyOf(classes));
        interned.put(site.frames(), site);
        return site;
    }

    /**
     * The first frame of the application. Where the JDK did it all by itself: the first outside java.base (the HTTP client, the
     * HTTP server, RMI), and only then the first that is not ours.
     */
    private static int firstFrame(StackTraceElement[] stack) {
        int outsideBase = -1;
        int first = -1;
        for (int i = 0; i < stack.length; i++) {
            if (stack[i].getClassName().startsWith(AGENT)) continue;
            if (!isJdk(stack[i])) return i;
            if (outsideBase < 0 && !"java.base".equals(stack[i].getModuleName())) outsideBase = i;
            if (first < 0) first = i;
        }
        if (outsideBase >= 0) return outsideBase;
        return first < 0 ? stack.length : first;
    }

    private static boolean isJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        if (module != null) return module.startsWith("java.") || module.startsWith("jdk.");
        return frame.getClassName().startsWith("java.");
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

    /** Stacks that found no room; they count as taken nowhere. */
    public long dropped() {
        return dropped;
    }
}
