package io.tcpclose.it.app;

import java.lang.StackWalker.StackFrame;
import java.util.Set;

/** The line of scenario code that is being executed, written as the agent's reports write frames. */
final class Frames {
    private static final Set<String> HARNESS =
            Set.of(Frames.class.getName(), Wire.class.getName(), Life.class.getName());

    private Frames() {}

    static String ofScenario() {
        return StackWalker.getInstance().walk(frames -> frames.filter(f -> !HARNESS.contains(f.getClassName()))
                .map(Frames::text)
                .findFirst()
                .orElseThrow());
    }

    private static String text(StackFrame frame) {
        return "%s.%s(%s:%d)"
                .formatted(frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
    }
}
