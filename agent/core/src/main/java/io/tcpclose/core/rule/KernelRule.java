package io.tcpclose.core.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A rule about what only the kernel's tables show: sockets that have no descriptor in this process, or no life line. */
public final class KernelRule extends Rule {
    private final boolean blamesOpener;
    private final @Nullable Many many;

    KernelRule(
            String id,
            Severity severity,
            @Nullable Duration after,
            boolean blamesOpener,
            @Nullable Many many,
            String advice) {
        super(id, severity, after, advice);
        this.blamesOpener = blamesOpener;
        this.many = many;
    }

    @Override
    public @Nullable Many many() {
        return many;
    }

    /** False where the fault is the peer's: the finding then names the endpoint and no code of ours. */
    @Override
    public boolean blamesOpener() {
        return blamesOpener;
    }

    public Hit hit(String message) {
        return Hit.without(this, severity(), message);
    }

    /** @param trace of the call whose effect is missing, such as the close */
    public Hit hit(String message, @Nullable Object trace, @Nullable String thread) {
        return new Hit(this, severity(), message, trace, thread, null);
    }
}
