package io.tcpclose.core.site;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The application's part of a stack, as {@code class.method}: what makes two stacks one call site. Without lines and made up
 * numbers ({@link Fingerprint#stable}), without the JDK's frames, and without the tail by which a pool, an event loop or a server
 * came to call the application ({@link StackTails}). Equal for the same code in the next release, in another thread, on another
 * JDK.
 *
 * @param frames innermost first; empty only where no stack was taken
 */
public record SiteIdentity(List<String> frames) {
    public static final SiteIdentity NONE = new SiteIdentity(List.of());

    /** @param stack as it is shown */
    static SiteIdentity of(List<StackTraceElement> stack) {
        List<StackTraceElement> part = withoutTail(stack);
        if (part.isEmpty()) part = of(stack, frame -> !StackTails.isWorker(frame));
        if (part.isEmpty()) part = stack.subList(0, Math.min(1, stack.size()));
        List<StackTraceElement> own = of(part, frame -> !StackTails.isJdk(frame));
        return new SiteIdentity((own.isEmpty() ? part : own)
                .stream()
                        .map(frame -> Fingerprint.stable(frame.getClassName() + "." + frame.getMethodName()))
                        .toList());
    }

    private static List<StackTraceElement> withoutTail(List<StackTraceElement> stack) {
        int end = stack.size();
        while (end > 0 && StackTails.isMachinery(stack.get(end - 1))) end--;
        return stack.subList(0, end);
    }

    private static List<StackTraceElement> of(List<StackTraceElement> stack, Predicate<StackTraceElement> kept) {
        List<StackTraceElement> part = new ArrayList<>(stack);
        part.removeIf(kept.negate());
        return part;
    }
}
