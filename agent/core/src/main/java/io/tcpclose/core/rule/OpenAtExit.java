package io.tcpclose.core.rule;

import io.tcpclose.bootstrap.Connection;

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
    public Hit hit(Connection c, int unread) {
        if (unread <= 0 || TlsLeftover.isItsOwn(c, unread))
            return Hit.without(this, Severity.INFO, "Open when the JVM ended.");
        return TlsLeftover.mayBeTickets(c, unread)
                ? Hit.without(
                        this,
                        Severity.INFO,
                        "Open when the JVM ended, with " + unread + " bytes unread, maybe TLS session tickets alone.")
                : Hit.without(this, Severity.WARN, "Open when the JVM ended, with " + unread + " bytes unread.")
                        .of(Many.connections("open when the JVM ended, with bytes unread."));
    }

    @Override
    public Many many() {
        return Many.connections("open when the JVM ended.");
    }
}
