package io.tcpclose.core.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A rule about many connections of one origin, seen over windows of its threshold; the prober keeps the windows. */
public final class GroupRule extends Rule {
    GroupRule(String id, Severity severity, Duration window, String advice) {
        super(id, severity, window, advice);
    }

    public Hit hit(String message) {
        return Hit.without(this, severity(), message);
    }

    /** Its messages count. */
    @Override
    public @Nullable Many many() {
        return null;
    }
}
