package io.tcpclose.core.rule;

/** Looked at once, when the application's own shutdown hooks have ended. */
public final class OpenAtExit extends Rule {
    OpenAtExit() {
        super(
                "open-at-exit",
                Severity.INFO,
                null,
                "close it in the application's shutdown: what is unread at exit makes the kernel send RST");
    }

    /** @param unread bytes waiting, or -1 where that is not known */
    public Hit hit(int unread) {
        return unread > 0
                ? Hit.without(this, Severity.WARN, "Open when the JVM ended, with " + unread + " bytes unread.")
                        .of(Many.connections("open when the JVM ended, with bytes unread."))
                : Hit.without(this, Severity.INFO, "Open when the JVM ended.");
    }

    @Override
    public Many many() {
        return Many.connections("open when the JVM ended.");
    }
}
